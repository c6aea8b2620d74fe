Profile: CementFill
Parent: Observation
Id: cement-fill
Title: "Cement fill"
Description: "Volume and distribution of the cement in a vertebral body."
* insert CaseObservation(procedure)
* code = ObservationCodes#cement-fill
* insert InProcedure
* insert LevelSite
* device MS
* device only Reference(Device)
* value[x] 0..0
* insert SlicedComponents
* component 1..*
* insert MeasuredComponent(cement-volume, #mL)
* insert Component(cement-distribution, 1)
* component[cement-distribution].value[x] only CodeableConcept
* component[cement-distribution].valueCodeableConcept.text MS
* insert OwnCoding(component[cement-distribution].valueCodeableConcept, cement-distribution, 0)
* obeys kypho-cement-volume

Invariant: kypho-cement-volume
Description: "A volume of cement is from 0 to 30 mL."
Severity: #error
Expression: "status = 'entered-in-error' or component.where(code.coding.where(code = 'cement-volume').exists()).value.all(value >= 0 and value <= 30)"
