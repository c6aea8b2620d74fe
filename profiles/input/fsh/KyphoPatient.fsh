Profile: KyphoPatient
Parent: Patient
Id: kypho-patient
Title: "Patient of a kyphoplasty"
Description: "The patient, known by the identifiers of the hospital and never by the case number. Never retracted."
* identifier 1..* MS
* identifier ^short = "Medical record number first"
* identifier.system 1..1 MS
* identifier.value 1..1 MS
* name MS
* gender MS
* birthDate MS
