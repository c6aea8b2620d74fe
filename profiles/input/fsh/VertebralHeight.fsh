Profile: VertebralHeight
Parent: Observation
Id: vertebral-height
Title: "Remaining vertebral height"
Description: "Height of a vertebral body as a percentage of its original height, with its heights in millimetres."
* insert CaseObservation(imaging)
* code = ObservationCodes#vertebral-height
* insert AtTimepoint
* insert LevelSite
* insert MeasuredValue(#%)
* valueQuantity.comparator MS
* insert SlicedComponents
* insert MeasuredComponent(anterior-height, #mm)
* insert MeasuredComponent(middle-height, #mm)
* insert MeasuredComponent(posterior-height, #mm)
* obeys kypho-says-something and kypho-not-negative
