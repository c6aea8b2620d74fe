Profile: Setup
Parent: Observation
Id: setup
Title: "Set-up in the room"
Description: "Position of the patient, grid on the skin, infrared projection and guidance of the session."
* insert CaseObservation(procedure)
* code = ObservationCodes#setup
* insert InProcedure
* value[x] 0..0
* insert SlicedComponents
* component 1..*
* insert CodedComponent(position, 1, body-position)
* insert MeasuredComponent(skin-grid-width, #cm)
* insert MeasuredComponent(skin-grid-height, #cm)
* insert BooleanComponent(infrared-projection)
* insert CodedComponent(guidance-modality, *, guidance)
