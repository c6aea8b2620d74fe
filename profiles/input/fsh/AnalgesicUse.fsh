Profile: AnalgesicUse
Parent: Observation
Id: analgesic-use
Title: "Analgesic use"
Description: "Use of analgesics from 1, occasional, to 3, the whole day."
* insert CaseObservation(survey)
* code = ObservationCodes#analgesic-use
* insert AtTimepoint
* insert MeasuredValue(#{score})
* value[x] 1..1
* referenceRange 1..1 MS
* referenceRange.low 1..1 MS
* referenceRange.high 1..1 MS
* obeys kypho-analgesic-range and kypho-whole-number

Invariant: kypho-analgesic-range
Description: "A score of analgesic use is from 1 to 3."
Severity: #error
Expression: "status = 'entered-in-error' or (value.value >= 1 and value.value <= 3)"
