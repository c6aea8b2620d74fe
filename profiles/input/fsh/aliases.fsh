// Every alias, once.

// Foreign code systems
Alias: $SCT = http://snomed.info/sct
Alias: $LOINC = http://loinc.org
Alias: $DCM = http://dicom.nema.org/resources/ontology/DCM
Alias: $UCUM = http://unitsofmeasure.org
Alias: $ConditionClinical = http://terminology.hl7.org/CodeSystem/condition-clinical
Alias: $ConditionVerification = http://terminology.hl7.org/CodeSystem/condition-ver-status
Alias: $ConditionCategory = http://terminology.hl7.org/CodeSystem/condition-category
Alias: $ObservationCategory = http://terminology.hl7.org/CodeSystem/observation-category
Alias: $ObservationStatus = http://hl7.org/fhir/observation-status
Alias: $EventStatus = http://hl7.org/fhir/event-status
Alias: $MedicationStatus = http://terminology.hl7.org/CodeSystem/medication-admin-status
Alias: $ConsentState = http://hl7.org/fhir/consent-state-codes
Alias: $ImagingStatus = http://hl7.org/fhir/imagingstudy-status
Alias: $ConsentScope = http://terminology.hl7.org/CodeSystem/consentscope
Alias: $DataAbsentReason = http://terminology.hl7.org/CodeSystem/data-absent-reason
Alias: $ParticipantType = http://terminology.hl7.org/CodeSystem/provenance-participant-type
Alias: $IdentifierType = http://terminology.hl7.org/CodeSystem/v2-0203

// R4's own extensions
Alias: $supportingInfo = http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo
Alias: $dueTo = http://hl7.org/fhir/StructureDefinition/condition-dueTo
Alias: $causedBy = http://hl7.org/fhir/StructureDefinition/procedure-causedBy
Alias: $dataAbsent = http://hl7.org/fhir/StructureDefinition/data-absent-reason
