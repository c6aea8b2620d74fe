// What several profiles have in common, as rule sets.

RuleSet: CaseIdentifier
* identifier 1..* MS
* identifier ^short = "Case number and part first"
* identifier.system 1..1 MS
* identifier.value 1..1 MS

RuleSet: OfPatient
* subject 1..1 MS
* subject only Reference(Patient)

RuleSet: LevelSite
* bodySite 1..1 MS
* bodySite from VertebralBodyValues (required)

// A coded element that takes one code of a list of ours and any further codings beside it, of a standard or a site.
// The list is bound to its own coding, not to the element, since some servers want every coding of a bound element in
// its value set.
RuleSet: OwnCoding(path, list, min)
* {path}.coding MS
* {path}.coding ^slicing.discriminator.type = #pattern
* {path}.coding ^slicing.discriminator.path = "$this"
* {path}.coding ^slicing.rules = #open
* {path}.coding ^slicing.description = "The code of our list is told by its system."
* {path}.coding contains own {min}..1 MS
* {path}.coding[own] ^patternCoding.system = "https://kypho-fhir.github.io/fhir/CodeSystem/{list}"
* {path}.coding[own] from {list} (required)
* {path}.coding[own].code 1..1 MS

// Procedure

RuleSet: CaseProcedure
* insert CaseIdentifier
* insert OfPatient
* encounter MS
* status MS
* status from ProcedureStatusValues (required)
* code 1..1 MS

RuleSet: PartOfSession
* partOf 1..1 MS
* partOf only Reference(Procedure)

// Condition

RuleSet: CaseCondition
* insert CaseIdentifier
* insert OfPatient
* encounter MS
* clinicalStatus MS
* verificationStatus 1..1 MS
* verificationStatus from VerificationStatusValues (required)
* category 1..1 MS
* category = $ConditionCategory#encounter-diagnosis
* code 1..1 MS
* onset[x] only dateTime
* abatement[x] only dateTime
* obeys kypho-clinical-status

Invariant: kypho-clinical-status
Description: "A Condition has a clinical status unless it was entered in error."
Severity: #error
Expression: "clinicalStatus.exists() or verificationStatus.coding.where(code = 'entered-in-error').exists()"

// Observation

RuleSet: CaseObservation(category)
* insert CaseIdentifier
* insert OfPatient
* encounter MS
* status MS
* status from ObservationStatusValues (required)
* category 1..1 MS
* category = $ObservationCategory#{category}
* code 1..1 MS
* effective[x] only dateTime
* effective[x] MS
* extension contains
    Timepoint named timepoint 0..1 and
    $supportingInfo named session 0..1 MS

RuleSet: AtTimepoint
* extension[timepoint] 1..1 MS

RuleSet: InProcedure
* partOf 1..1 MS
* partOf only Reference(Procedure)
* effective[x] 1..1

RuleSet: CodedValue(list)
* value[x] MS
* value[x] only CodeableConcept
* insert OwnCoding(valueCodeableConcept, {list}, 1)

RuleSet: MeasuredValue(unit)
* value[x] MS
* value[x] only Quantity
* value[x] = $UCUM{unit}
* valueQuantity.value 1..1 MS
* valueQuantity.unit MS

RuleSet: SlicedComponents
* component MS
* component ^slicing.discriminator.type = #pattern
* component ^slicing.discriminator.path = "code"
* component ^slicing.rules = #open
* component ^slicing.ordered = false
* component ^slicing.description = "A component is told by its code."

RuleSet: Component(code, max)
* component contains {code} 0..{max} MS
* component[{code}].code = ComponentCodes#{code}
* component[{code}].value[x] 1..1 MS

RuleSet: CodedComponent(code, max, list)
* insert Component({code}, {max})
* component[{code}].value[x] only CodeableConcept
* insert OwnCoding(component[{code}].valueCodeableConcept, {list}, 1)

RuleSet: BooleanComponent(code)
* insert Component({code}, 1)
* component[{code}].value[x] only boolean

RuleSet: IntegerComponent(code)
* insert Component({code}, 1)
* component[{code}].value[x] only integer

RuleSet: MeasuredComponent(code, unit)
* insert Component({code}, 1)
* component[{code}].value[x] only Quantity
* component[{code}].value[x] = $UCUM{unit}
* component[{code}].valueQuantity.value 1..1 MS

Extension: Timepoint
Id: timepoint
Title: "Time point"
Description: "Nominal time relative to the session; the actual time stands in the effective element."
Context: Observation
* value[x] 1..1
* value[x] only CodeableConcept
* insert OwnCoding(valueCodeableConcept, timepoint, 1)

Invariant: kypho-says-something
Description: "An Observation has a value or a component."
Severity: #error
Expression: "status = 'entered-in-error' or value.exists() or component.exists()"

Invariant: kypho-not-negative
Description: "The value is not negative."
Severity: #error
Expression: "status = 'entered-in-error' or value.empty() or value.value >= 0"

Invariant: kypho-presence
Description: "Presence is stated, or it is stated that nobody looked."
Severity: #error
Expression: "status = 'entered-in-error' or value.exists() or dataAbsentReason.exists()"
