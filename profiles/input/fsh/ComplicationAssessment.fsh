Profile: ComplicationAssessment
Parent: Observation
Id: complication-assessment
Title: "Assessment of complications"
Description: "Whether complications of the session were found. Absence is stated only where they were looked for."
* insert CaseObservation(exam)
* code = ObservationCodes#complication-assessment
* insert CodedValue(presence)
* dataAbsentReason MS
* dataAbsentReason = $DataAbsentReason#not-performed
* obeys kypho-presence
