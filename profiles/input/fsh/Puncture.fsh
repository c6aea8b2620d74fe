Profile: Puncture
Parent: Observation
Id: puncture
Title: "Puncture"
Description: "One puncture of a vertebral body from one side: incision, entry point, needle path, working channel and cannula tip."
* insert CaseObservation(procedure)
* code = ObservationCodes#puncture
* insert InProcedure
* insert LevelSite
* value[x] 0..0
* insert SlicedComponents
* insert CodedComponent(side, 1, side)
* component[side] 1..1
* insert MeasuredComponent(incision-length, #cm)
* insert CodedComponent(incision-direction, 1, incision-direction)
* insert BooleanComponent(incision-enlarged)
* insert CodedComponent(entry-point-method, 1, entry-point-method)
* insert CodedComponent(entry-point-landmark, 1, entry-point-landmark)
* insert CodedComponent(approach, 1, approach)
* insert IntegerComponent(attempts)
* insert BooleanComponent(first-attempt-successful)
* insert IntegerComponent(channel-constructions)
* insert BooleanComponent(channel-dilated-stepwise)
* insert MeasuredComponent(abduction-angle, #deg)
* insert MeasuredComponent(head-tilt-angle, #deg)
* insert BooleanComponent(oblique-needle-used)
* insert MeasuredComponent(table-height-ct, #mm)
* insert MeasuredComponent(table-depth-ct, #mm)
* insert MeasuredComponent(table-height-c-arm, #mm)
* insert MeasuredComponent(table-depth-c-arm, #mm)
* insert CodedComponent(tip-third, 1, tip-third)
* insert BooleanComponent(tip-midline)
* insert BooleanComponent(balloon-used)
* obeys kypho-attempts and kypho-first-attempt

Invariant: kypho-attempts
Description: "A puncture takes at least one attempt."
Severity: #error
Expression: "status = 'entered-in-error' or component.where(code.coding.where(code = 'attempts').exists()).value.all($this >= 1)"

Invariant: kypho-first-attempt
Description: "Where the first attempt succeeded, there was one attempt."
Severity: #error
Expression: "status = 'entered-in-error' or component.where(code.coding.where(code = 'first-attempt-successful').exists()).value.where($this = true).empty() or component.where(code.coding.where(code = 'attempts').exists()).value.all($this = 1)"
