Profile: ImagingFinding
Parent: Observation
Id: imaging-finding
Title: "Imaging finding"
Description: "What was seen in an imaging study, in words."
* insert CaseObservation(imaging)
* code = ObservationCodes#imaging-finding
* bodySite MS
* bodySite from VertebralBodyValues (required)
* value[x] 1..1 MS
* value[x] only string
* derivedFrom 1..* MS
* derivedFrom only Reference(ImagingStudy)
