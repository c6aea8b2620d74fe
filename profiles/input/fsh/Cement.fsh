Profile: Cement
Parent: Device
Id: cement
Title: "Bone cement"
Description: "The bone cement of one vertebral body, as an implant that can be recalled."
* insert CaseDevice
* type ^short = "Bone cement, and its material where it is known"
* type.coding 1..* MS
* type.coding ^slicing.discriminator.type = #pattern
* type.coding ^slicing.discriminator.path = "$this"
* type.coding ^slicing.rules = #open
* type.coding contains boneCement 1..1 MS and material 0..1 MS
* type.coding[boneCement] = $SCT#6043006
* type.coding[material] ^patternCoding.system = "https://kypho-fhir.github.io/fhir/CodeSystem/cement-material"
* type.coding[material] from CementMaterialValues (required)
* type.text MS
