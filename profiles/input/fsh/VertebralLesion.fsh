Profile: VertebralLesion
Parent: Condition
Id: vertebral-lesion
Title: "Lesion of a vertebral body"
Description: "What a vertebral body was treated for, and the disease behind it."
* insert CaseCondition
* insert OwnCoding(code, level-cause, 1)
* code.text MS
* insert LevelSite
* extension contains $dueTo named disease 0..1 MS
