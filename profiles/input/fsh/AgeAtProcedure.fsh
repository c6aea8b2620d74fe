Profile: AgeAtProcedure
Parent: Observation
Id: age-at-procedure
Title: "Age at the procedure"
Description: "An age that was given without a birth date; a birth date is never computed from it."
* insert CaseObservation(exam)
* code = ObservationCodes#age-at-procedure
* insert InProcedure
* insert MeasuredValue(#a)
* value[x] 1..1
* obeys kypho-age

Invariant: kypho-age
Description: "An age is from 0 to 130 years."
Severity: #error
Expression: "status = 'entered-in-error' or (value.value >= 0 and value.value <= 130)"
