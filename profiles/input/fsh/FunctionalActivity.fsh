Profile: FunctionalActivity
Parent: Observation
Id: functional-activity
Title: "Functional activity"
Description: "Functional activity from 1, normal walking, to 4, bed rest."
* insert CaseObservation(survey)
* code = ObservationCodes#functional-activity
* insert AtTimepoint
* insert MeasuredValue(#{score})
* value[x] 1..1
* referenceRange 1..1 MS
* referenceRange.low 1..1 MS
* referenceRange.high 1..1 MS
* obeys kypho-activity-range and kypho-whole-number

Invariant: kypho-activity-range
Description: "A score of functional activity is from 1 to 4."
Severity: #error
Expression: "status = 'entered-in-error' or (value.value >= 1 and value.value <= 4)"

Invariant: kypho-whole-number
Description: "The score is a whole number."
Severity: #error
Expression: "status = 'entered-in-error' or value.value mod 1 = 0"
