Profile: Prophylaxis
Parent: MedicationAdministration
Id: prophylaxis
Title: "Antibiotic prophylaxis"
Description: "The antibiotic given before the session, or that none was given."
* insert CaseAdministration
* effective[x] only Period
* reasonCode 0..1 MS
* insert OwnCoding(reasonCode, prophylaxis-reason, 1)
* extension contains DaysBeforeSession named daysBefore 0..1 MS
* obeys kypho-not-given

Invariant: kypho-not-given
Description: "A drug that was not given has no dosage."
Severity: #error
Expression: "status = 'not-done' implies dosage.empty()"

Extension: DaysBeforeSession
Id: days-before-session
Title: "Days before the session"
Description: "How many days before the session the administration began, where no date is known."
Context: MedicationAdministration
* value[x] 1..1
* value[x] only integer
