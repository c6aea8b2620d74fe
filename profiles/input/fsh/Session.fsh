Profile: Session
Parent: Procedure
Id: session
Title: "Kyphoplasty session"
Description: "One session of percutaneous kyphoplasty. It counts once; each vertebral level is a Procedure that is part of it."
* insert CaseProcedure
* obeys kypho-performed
* extension contains Facility named facility 0..1 MS
* basedOn MS
* basedOn only Reference(ServiceRequest)
* statusReason MS
* category 1..1 MS
* category = $SCT#387713003
* code = ProcedureCodes#kyphoplasty-session
* performed[x] only dateTime or Period
* performed[x] MS
* performer MS
* performer.function MS
* insert OwnCoding(performer.function, operator-role, 1)
* performer.actor MS
* performer.actor only Reference(Practitioner)
* performer.onBehalfOf MS
* location MS
* reasonCode 0..1 MS
* insert OwnCoding(reasonCode, indication, 1)
* reasonReference MS
* reasonReference only Reference(Condition)
* complicationDetail MS
* complicationDetail only Reference(Condition)
* followUp MS
* insert OwnCoding(followUp, aftercare, 1)
* followUp.extension contains AftercarePlan named plan 0..1 MS
* usedReference MS
* usedReference only Reference(Device)

Invariant: kypho-performed
Description: "A procedure that was completed or stopped says when."
Severity: #error
Expression: "status = 'entered-in-error' or performed.exists()"

Extension: Facility
Id: facility
Title: "Facility"
Description: "The organisation at whose site the session took place."
Context: Procedure
* value[x] 1..1
* value[x] only Reference(Organization)

Extension: AftercarePlan
Id: aftercare-plan
Title: "Plan of aftercare"
Description: "The case's key of planned aftercare, and the time for which it is planned."
Context: Procedure.followUp
* extension contains
    key 1..1 and
    period 0..1
* extension[key].value[x] 1..1
* extension[key].value[x] only string
* extension[period].value[x] 1..1
* extension[period].value[x] only Period
