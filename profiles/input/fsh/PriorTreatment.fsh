Profile: PriorTreatment
Parent: Procedure
Id: prior-treatment
Title: "Prior treatment"
Description: "A treatment before the session, such as radiotherapy."
* insert CaseProcedure
* code from PriorTreatmentValues (required)
* code.text MS
* performed[x] only Period
* performed[x] MS
