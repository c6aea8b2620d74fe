Profile: ResearchConsent
Parent: Consent
Id: research-consent
Title: "Consent to research"
Description: "The patient's consent to use of the case in research, or its refusal."
* insert CaseConsent(research)
