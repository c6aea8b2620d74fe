Profile: TreatmentConsent
Parent: Consent
Id: treatment-consent
Title: "Consent to treatment"
Description: "The patient's consent to the kyphoplasty, or its refusal. Where consent is unknown there is no resource."
* insert CaseConsent(treatment)
