Profile: PainRelief
Parent: Observation
Id: pain-relief
Title: "Pain relief"
Description: "Pain relief after the session compared with before it."
* insert CaseObservation(survey)
* code = ObservationCodes#pain-relief
* insert AtTimepoint
* insert CodedValue(pain-relief)
* value[x] 1..1
