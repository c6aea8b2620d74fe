Profile: PriorTreatment
Parent: Procedure
Id: prior-treatment
Title: "Prior treatment"
Description: "A treatment before the session, such as radiotherapy."
* insert CaseProcedure
* insert OwnCoding(code, prior-treatment, 1)
* code.text MS
* performed[x] only Period
* performed[x] MS
