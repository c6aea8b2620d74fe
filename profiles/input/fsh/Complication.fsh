Profile: Complication
Parent: Condition
Id: complication
Title: "Complication"
Description: "A complication of the session; that there was none is an Observation instead."
* insert CaseCondition
* insert OwnCoding(code, complication, 1)
* code.text MS
* severity MS
* severity from SeverityValues (required)
* bodySite 0..1 MS
* bodySite from VertebralBodyValues (required)
* onset[x] MS
* abatement[x] MS
