Profile: MarrowSignal
Parent: Observation
Id: marrow-signal
Title: "Marrow signal"
Description: "Signal of a vertebral body on MR, and the age of the fracture that it shows."
* insert CaseObservation(imaging)
* code = ObservationCodes#marrow-signal
* insert LevelSite
* insert CodedValue(FractureAgeValues)
* derivedFrom MS
* derivedFrom only Reference(ImagingStudy)
* insert SlicedComponents
* insert CodedComponent(t1-signal, 1, SignalValues)
* insert CodedComponent(stir-signal, 1, SignalValues)
* obeys kypho-says-something
