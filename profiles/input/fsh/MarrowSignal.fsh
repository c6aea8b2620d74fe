Profile: MarrowSignal
Parent: Observation
Id: marrow-signal
Title: "Marrow signal"
Description: "Signal of a vertebral body on MR, and the age of the fracture that it shows."
* insert CaseObservation(imaging)
* code = ObservationCodes#marrow-signal
* insert LevelSite
* insert CodedValue(fracture-age)
* derivedFrom MS
* derivedFrom only Reference(ImagingStudy)
* insert SlicedComponents
* insert CodedComponent(t1-signal, 1, signal)
* insert CodedComponent(stir-signal, 1, signal)
* obeys kypho-says-something
