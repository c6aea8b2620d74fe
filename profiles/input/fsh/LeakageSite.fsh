Profile: LeakageSite
Parent: Observation
Id: leakage-site
Title: "Site of a cement leakage"
Description: "One place outside a vertebral body in which cement was found."
* insert CaseObservation(imaging)
* code = ObservationCodes#leakage-site
* insert InProcedure
* insert LevelSite
* insert CodedValue(LeakageSiteValues)
* value[x] 1..1
* insert SlicedComponents
* insert BooleanComponent(symptomatic)
* insert CodedComponent(detected-by, *, DetectionValues)
* insert Component(leakage-action, 1)
* component[leakage-action].value[x] only CodeableConcept
* component[leakage-action].value[x] from LeakageActionValues (extensible)
