Profile: Anaesthesia
Parent: Procedure
Id: anaesthesia
Title: "Anaesthesia"
Description: "The anaesthesia of the session."
* insert CaseProcedure
* insert PartOfSession
* insert OwnCoding(code, anaesthesia, 1)
