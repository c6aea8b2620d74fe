Profile: AnaestheticDrug
Parent: MedicationAdministration
Id: anaesthetic-drug
Title: "Anaesthetic drug"
Description: "A drug given for the anaesthesia. Where its time is unknown, the effective period says so."
* insert CaseAdministration
