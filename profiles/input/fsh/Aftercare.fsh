Profile: Aftercare
Parent: Procedure
Id: aftercare
Title: "Aftercare"
Description: "Treatment after the session that was done; what is only planned stands in the session's followUp."
* insert CaseProcedure
* insert OwnCoding(code, aftercare, 1)
* code.text MS
* performed[x] only Period
* performed[x] MS
* extension contains $causedBy named session 1..1 MS
