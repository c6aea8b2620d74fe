Profile: LevelDuration
Parent: Observation
Id: level-duration
Title: "Duration at the level"
Description: "Time spent on one vertebral body."
* insert CaseObservation(procedure)
* code = ObservationCodes#level-duration
* insert InProcedure
* insert LevelSite
* insert MeasuredValue(#min)
* value[x] 1..1
* obeys kypho-not-negative
