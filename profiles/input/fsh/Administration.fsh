RuleSet: CaseAdministration
* insert CaseIdentifier
* insert OfPatient
* context MS
* context only Reference(Encounter)
* status MS
* status from AdministrationStatusValues (required)
* medication[x] only CodeableConcept
* medication[x] MS
* medicationCodeableConcept.text 1..1 MS
* partOf 1..1 MS
* partOf only Reference(Procedure)
* effective[x] MS
* dosage MS
* dosage.dose MS
* dosage.dose.value 1..1
* dosage.dose.system 1..1
* dosage.dose.system = "http://unitsofmeasure.org"
* dosage.dose.code 1..1
