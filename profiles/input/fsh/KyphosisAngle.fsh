Profile: KyphosisAngle
Parent: Observation
Id: kyphosis-angle
Title: "Kyphosis angle"
Description: "Angle between the end-plates of a vertebral body; lordosis is negative."
* insert CaseObservation(imaging)
* code = ObservationCodes#kyphosis-angle
* insert AtTimepoint
* insert LevelSite
* insert MeasuredValue(#deg)
* value[x] 1..1
