Profile: LeakageSite
Parent: Observation
Id: leakage-site
Title: "Site of a cement leakage"
Description: "One place outside a vertebral body in which cement was found."
* insert CaseObservation(imaging)
* code = ObservationCodes#leakage-site
* insert InProcedure
* insert LevelSite
* insert CodedValue(leakage-site)
* value[x] 1..1
* insert SlicedComponents
* insert BooleanComponent(symptomatic)
* insert CodedComponent(detected-by, *, detection)
* insert Component(leakage-action, 1)
* component[leakage-action].value[x] only CodeableConcept
* component[leakage-action].valueCodeableConcept.text MS
* insert OwnCoding(component[leakage-action].valueCodeableConcept, leakage-action, 0)
