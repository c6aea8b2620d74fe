Profile: Measurement
Parent: Observation
Id: measurement
Title: "Measurement"
Description: "A score, class or value that has no profile of its own."
* insert CaseObservation(exam)
* insert OwnCoding(code, measurement, 1)
* extension[timepoint] MS
* bodySite MS
* bodySite from VertebralBodyValues (required)
* value[x] 1..1 MS
* value[x] only Quantity or CodeableConcept
* obeys kypho-ucum

Invariant: kypho-ucum
Description: "A quantity has a value and a unit of UCUM."
Severity: #error
Expression: "status = 'entered-in-error' or value.ofType(Quantity).all(value.exists() and code.exists() and system = 'http://unitsofmeasure.org')"
