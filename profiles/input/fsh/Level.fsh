Profile: Level
Parent: Procedure
Id: level
Title: "Treated level"
Description: "The kyphoplasty of one vertebral body, completed or stopped."
* insert CaseProcedure
* insert PartOfSession
* insert LevelSite
* obeys kypho-performed
* extension contains PunctureAccess named access 0..1 MS
* statusReason MS
* statusReason.text MS
* insert OwnCoding(statusReason, level-status-reason, 0)
* category 1..1 MS
* category = $SCT#387713003
* code = ProcedureCodes#percutaneous-kyphoplasty
* performed[x] only dateTime or Period
* performed[x] MS
* reasonReference MS
* reasonReference only Reference(Condition)
* focalDevice 0..1 MS
* focalDevice.action MS
* focalDevice.manipulated MS
* usedCode MS
* insert OwnCoding(usedCode, device, 1)

Extension: PunctureAccess
Id: puncture-access
Title: "Puncture side or sides"
Description: "Whether the vertebral body was punctured from one side or from both."
Context: Procedure
* value[x] 1..1
* value[x] only CodeableConcept
* insert OwnCoding(valueCodeableConcept, access, 1)
