Profile: KyphoImaging
Parent: ImagingStudy
Id: kypho-imaging
Title: "Imaging study"
Description: "An imaging study before, during or after the session; series and instances where their UIDs are known."
* insert CaseIdentifier
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #open
* identifier contains studyUid 0..1 MS
* identifier[studyUid] ^short = "Study Instance UID"
* identifier[studyUid].system = "urn:dicom:uid"
* identifier[studyUid] obeys kypho-study-uid
* insert OfPatient
* encounter MS
* extension contains ImagingPhase named phase 1..1 MS
* status MS
* status from ImagingStatusValues (required)
* modality 1..* MS
* modality from ModalityValues (required)
* started MS
* procedureReference MS
* procedureReference only Reference(Procedure)
* procedureCode MS
* procedureCode ^slicing.discriminator.type = #pattern
* procedureCode ^slicing.discriminator.path = "$this"
* procedureCode ^slicing.rules = #open
* procedureCode ^slicing.description = "Kind and region are told by their code systems."
* procedureCode contains kind 0..1 MS and region 0..1 MS
* procedureCode[kind] ^patternCodeableConcept.coding.system = "https://kypho-fhir.github.io/fhir/CodeSystem/imaging-kind"
* insert OwnCoding(procedureCode[kind], imaging-kind, 1)
* procedureCode[region] ^patternCodeableConcept.coding.system = "https://kypho-fhir.github.io/fhir/CodeSystem/region"
* insert OwnCoding(procedureCode[region], region, 1)
* description MS
* numberOfSeries MS
* numberOfInstances MS
* series MS
* series.uid MS
* series.modality MS
* series.modality from ModalityValues (required)
* series.instance MS
* series.instance.uid MS
* series.instance.sopClass MS
* obeys kypho-one-accession

Invariant: kypho-study-uid
Description: "A Study Instance UID is written as urn:oid: and the UID."
Severity: #error
Expression: "value.startsWith('urn:oid:')"

Invariant: kypho-one-accession
Description: "A study has at most one accession number."
Severity: #error
Expression: "identifier.where(type.coding.where(system = 'http://terminology.hl7.org/CodeSystem/v2-0203' and code = 'ACSN').exists()).count() <= 1"

Extension: ImagingPhase
Id: imaging-phase
Title: "Phase"
Description: "Phase of the treatment in which the study was made."
Context: ImagingStudy
* value[x] 1..1
* value[x] only CodeableConcept
* insert OwnCoding(valueCodeableConcept, phase, 1)
