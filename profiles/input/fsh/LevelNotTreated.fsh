Profile: LevelNotTreated
Parent: Procedure
Id: level-not-treated
Title: "Level not treated"
Description: "A vertebral body that was considered and not treated, with the reason."
* insert CaseProcedure
* insert PartOfSession
* insert LevelSite
* status from LevelNotTreatedStatusValues (required)
* statusReason 1..1 MS
* statusReason.text MS
* insert OwnCoding(statusReason, level-status-reason, 0)
* category 1..1 MS
* category = $SCT#387713003
* code = ProcedureCodes#percutaneous-kyphoplasty
* performed[x] 0..0
* reasonReference MS
* reasonReference only Reference(Condition)
* focalDevice 0..0
* usedCode 0..0
