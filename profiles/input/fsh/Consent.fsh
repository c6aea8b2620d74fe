RuleSet: CaseConsent(scope)
* insert CaseIdentifier
* status MS
* status from ConsentStatusValues (required)
* scope MS
* scope = $ConsentScope#{scope}
* category 1..1 MS
* category = $LOINC#59284-0
* patient 1..1 MS
* patient only Reference(Patient)
* dateTime MS
* policyRule 1..1 MS
* policyRule.text 1..1 MS
* extension contains ConsentWritten named written 0..1 MS

Extension: ConsentWritten
Id: consent-written
Title: "Consent in writing"
Description: "Whether the consent was given or refused in writing."
Context: Consent
* value[x] 1..1
* value[x] only boolean
