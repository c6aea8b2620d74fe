Profile: IndicationAssessment
Parent: Observation
Id: indication-assessment
Title: "Assessment of the indication"
Description: "The criteria by which the patient was selected, and the specialties of the panel that selected."
* insert CaseObservation(exam)
* code = ObservationCodes#indication-assessment
* value[x] 0..0
* insert SlicedComponents
* component 1..*
* insert BooleanComponent(intractable-pain)
* insert BooleanComponent(osteolytic-destruction)
* insert BooleanComponent(conservative-treatment-failed)
* insert CodedComponent(conservative-treatment, *, conservative-treatment)
* insert BooleanComponent(pain-agrees-with-imaging)
* insert CodedComponent(panel-specialty, *, panel-specialty)
* insert Component(criteria-cited, 1)
* component[criteria-cited].value[x] only string
