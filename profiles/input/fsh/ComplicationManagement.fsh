Profile: ComplicationManagement
Parent: Procedure
Id: complication-management
Title: "Management of a complication"
Description: "What was done about a complication."
* insert CaseProcedure
* insert OwnCoding(code, management, 1)
* code.text MS
* performed[x] only dateTime
* performed[x] MS
* reasonReference 1..1 MS
* reasonReference only Reference(Condition)
