Profile: PainVas
Parent: Observation
Id: pain-vas
Title: "Pain, visual analogue scale"
Description: "Pain on the scale that the code names. The scale of the study runs from 1, painless, to 10; scales are never converted."
* insert CaseObservation(survey)
* code.coding MS
* code.coding ^slicing.discriminator.type = #pattern
* code.coding ^slicing.discriminator.path = "$this"
* code.coding ^slicing.rules = #open
* code.coding contains own 1..1 MS and loinc 1..1 MS
* code.coding[own] ^patternCoding.system = "https://kypho-fhir.github.io/fhir/CodeSystem/observation"
* code.coding[own] from PainScaleValues (required)
* code.coding[own].code 1..1 MS
* code.coding[loinc] = $LOINC#38208-5
* code ^short = "The scale, and LOINC's code of pain that names no scale"
* insert AtTimepoint
* value[x] 1..1 MS
* value[x] only Quantity
* valueQuantity.value 1..1 MS
* valueQuantity.unit MS
* valueQuantity.system 1..1
* valueQuantity.system = "http://unitsofmeasure.org"
* valueQuantity.code 1..1
* method 1..1 MS
* method = $SCT#273904000
* referenceRange 1..1 MS
* referenceRange.low 1..1 MS
* referenceRange.high 1..1 MS
* referenceRange.text 1..1 MS
* obeys kypho-vas-1-10 and kypho-vas-0-10 and kypho-vas-0-100mm and kypho-vas-range

Invariant: kypho-vas-1-10
Description: "On the scale 1 to 10 a score is from 1 to 10, in {score}."
Severity: #error
Expression: "status = 'entered-in-error' or code.coding.where(code = 'pain-vas-1-10').empty() or (value.value >= 1 and value.value <= 10 and value.code = '{score}')"

Invariant: kypho-vas-0-10
Description: "On the scale 0 to 10 a score is from 0 to 10, in {score}."
Severity: #error
Expression: "status = 'entered-in-error' or code.coding.where(code = 'pain-vas-0-10').empty() or (value.value >= 0 and value.value <= 10 and value.code = '{score}')"

Invariant: kypho-vas-0-100mm
Description: "On the scale 0 to 100 mm a score is from 0 to 100, in mm."
Severity: #error
Expression: "status = 'entered-in-error' or code.coding.where(code = 'pain-vas-0-100mm').empty() or (value.value >= 0 and value.value <= 100 and value.code = 'mm')"

Invariant: kypho-vas-range
Description: "The reference range is that of the scale."
Severity: #error
Expression: "status = 'entered-in-error' or ((code.coding.where(code = 'pain-vas-1-10').empty() or (referenceRange.low.value = 1 and referenceRange.high.value = 10)) and (code.coding.where(code = 'pain-vas-0-10').empty() or (referenceRange.low.value = 0 and referenceRange.high.value = 10)) and (code.coding.where(code = 'pain-vas-0-100mm').empty() or (referenceRange.low.value = 0 and referenceRange.high.value = 100)))"
