Profile: Disease
Parent: Condition
Id: disease
Title: "Disease"
Description: "A disease behind the indication, such as osteoporosis or a metastasis with its primary tumour."
* insert CaseCondition
* insert OwnCoding(code, disease, 1)
* code.text MS
* onset[x] MS
* extension contains $dueTo named primary 0..1 MS
* extension[primary] ^short = "Primary tumour of a metastasis, in words"
