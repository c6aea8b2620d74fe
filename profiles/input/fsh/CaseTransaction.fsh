RuleSet: EntryOf(type, min, max)
* entry contains {type} {min}..{max} MS
* entry[{type}].resource 1..1
* entry[{type}].resource only {type}

Profile: CaseTransaction
Parent: Bundle
Id: case-transaction
Title: "Transaction of a case"
Description: "All resources of one version of a case, in one transaction. References point backwards only."
* type = #transaction
* entry 1..* MS
* entry ^slicing.discriminator.type = #type
* entry ^slicing.discriminator.path = "resource"
* entry ^slicing.rules = #closed
* entry ^slicing.description = "An entry is told by the type of its resource."
* entry.fullUrl 1..1 MS
* entry.resource 1..1
* entry.request 1..1 MS
* insert EntryOf(Patient, 1, 1)
* insert EntryOf(Consent, 0, *)
* insert EntryOf(Device, 0, *)
* insert EntryOf(Condition, 0, *)
* insert EntryOf(Procedure, 1, *)
* insert EntryOf(MedicationAdministration, 0, *)
* insert EntryOf(ImagingStudy, 0, *)
* insert EntryOf(Observation, 0, *)
* insert EntryOf(Provenance, 1, 1)
* obeys kypho-one-session and kypho-full-urls and kypho-declared and kypho-identifiers

Invariant: kypho-one-session
Description: "A case has one session."
Severity: #error
Expression: "entry.resource.where(is(Procedure)).where(code.coding.where(system = 'https://kypho-fhir.github.io/fhir/CodeSystem/procedure' and code = 'kyphoplasty-session').exists()).count() = 1"

Invariant: kypho-full-urls
Description: "The fullUrl of an entry is a UUID, and no two are equal."
Severity: #error
Expression: "entry.all(fullUrl.startsWith('urn:uuid:')) and entry.fullUrl.isDistinct()"

Invariant: kypho-declared
Description: "Every resource declares a profile."
Severity: #error
Expression: "entry.all(resource.meta.profile.exists())"

Invariant: kypho-identifiers
Description: "No two resources of a case, the patient aside, have the same first identifier."
Severity: #error
Expression: "entry.resource.where(is(Patient).not()).select(identifier.first().system & '|' & identifier.first().value).isDistinct()"
