// What was done: each list is a code system of ours and the value set of its codes.

CodeSystem: ProcedureCodes
Id: procedure
Title: "Procedure"
Description: "Codes of the Procedures that make up a kyphoplasty case."
* ^caseSensitive = true
* #kyphoplasty-session "Kyphoplasty session" "One session of percutaneous kyphoplasty of one patient, with one or more vertebral levels. Counts once however many levels it holds."
* #percutaneous-kyphoplasty "Percutaneous kyphoplasty of one level" "Percutaneous augmentation of one vertebral body with bone cement, with or without dilatation of a balloon."

ValueSet: ProcedureValues
Id: procedure
Title: "Procedure"
Description: "Codes of the Procedures that make up a kyphoplasty case."
* include codes from system ProcedureCodes

CodeSystem: AnaesthesiaCodes
Id: anaesthesia
Title: "Anaesthesia"
Description: "Kind of anaesthesia of the session."
* ^caseSensitive = true
* #local "Local anaesthesia" "Anaesthesia by infiltration at the site of the puncture."
* #regional "Regional anaesthesia" "Anaesthesia of a region of the body, as spinal or epidural anaesthesia."
* #sedation "Sedation" "Sedation with preserved breathing, with or without local anaesthesia."
* #general "General anaesthesia" "Anaesthesia with loss of consciousness."

ValueSet: AnaesthesiaValues
Id: anaesthesia
Title: "Anaesthesia"
Description: "Kind of anaesthesia of the session."
* include codes from system AnaesthesiaCodes

CodeSystem: OperatorRoleCodes
Id: operator-role
Title: "Role in the session"
Description: "What a person did in the session."
* ^caseSensitive = true
* #operator "Operator" "Carried out the procedure."
* #assistant "Assistant" "Assisted the operator."
* #anaesthetist "Anaesthetist" "Was responsible for the anaesthesia."
* #radiologist "Radiologist" "Was responsible for imaging during the session."
* #radiographer "Radiographer" "Operated the imaging devices."
* #nurse "Nurse" "Nursed the patient or handed instruments."

ValueSet: OperatorRoleValues
Id: operator-role
Title: "Role in the session"
Description: "What a person did in the session."
* include codes from system OperatorRoleCodes

CodeSystem: LevelStatusReasonCodes
Id: level-status-reason
Title: "Reason of the status of a level"
Description: "Why a level was considered and not treated, or was stopped."
* ^caseSensitive = true
* #old-fracture "Old fracture" "The fracture is old."
* #normal-signal "Normal MR signal" "The signal on MR is normal."
* #asymptomatic "No symptoms from this level" "The level causes no symptoms."
* #unsafe "Not safe" "The procedure was not safe at this level."
* #other "Other reason" "Another reason, given in words."

ValueSet: LevelStatusReasonValues
Id: level-status-reason
Title: "Reason of the status of a level"
Description: "Why a level was considered and not treated, or was stopped."
* include codes from system LevelStatusReasonCodes

CodeSystem: ProphylaxisReasonCodes
Id: prophylaxis-reason
Title: "Reason of the prophylaxis"
Description: "Why an antibiotic was given before the session."
* ^caseSensitive = true
* #cancer-treatment "Under cancer treatment" "The patient is under treatment of a cancer."
* #routine "Routine" "Every patient is given it."

ValueSet: ProphylaxisReasonValues
Id: prophylaxis-reason
Title: "Reason of the prophylaxis"
Description: "Why an antibiotic was given before the session."
* include codes from system ProphylaxisReasonCodes

CodeSystem: PriorTreatmentCodes
Id: prior-treatment
Title: "Prior treatment"
Description: "Treatments before the session."
* ^caseSensitive = true
* #radiotherapy "Radiotherapy" "Radiotherapy before the session."
* #chemotherapy "Chemotherapy" "Chemotherapy before the session."
* #vertebroplasty "Vertebroplasty" "Percutaneous vertebroplasty before the session."
* #kyphoplasty "Kyphoplasty" "Percutaneous kyphoplasty in an earlier session."
* #surgery "Surgery" "Open operation of the spine before the session."
* #osteoporosis-drug "Drug against osteoporosis" "Treatment of osteoporosis by a drug."
* #brace "Brace" "Brace before the session."
* #other "Other treatment" "Another treatment, given in words."

ValueSet: PriorTreatmentValues
Id: prior-treatment
Title: "Prior treatment"
Description: "Treatments before the session."
* include codes from system PriorTreatmentCodes

CodeSystem: ManagementCodes
Id: management
Title: "Management of a complication"
Description: "What was done about a complication."
* ^caseSensitive = true
* #pressure-dressing "Pressure dressing" "Dressing that compresses the place."
* #observation "Observation only" "The patient was watched and nothing else was done."
* #drug "Drug" "A drug was given."
* #puncture "Puncture" "A collection was punctured."
* #surgery "Surgery" "An operation was done."
* #other "Other management" "Another management, given in words."

ValueSet: ManagementValues
Id: management
Title: "Management of a complication"
Description: "What was done about a complication."
* include codes from system ManagementCodes

CodeSystem: AftercareCodes
Id: aftercare
Title: "Aftercare"
Description: "Treatment after the session."
* ^caseSensitive = true
* #brace "Brace" "A brace was worn."
* #radiotherapy "Radiotherapy" "Radiotherapy after the session."
* #percutaneous-drainage "Percutaneous drainage" "Drainage through the skin."
* #other "Other aftercare" "Another aftercare, given in words."

ValueSet: AftercareValues
Id: aftercare
Title: "Aftercare"
Description: "Treatment after the session."
* include codes from system AftercareCodes

CodeSystem: ConservativeTreatmentCodes
Id: conservative-treatment
Title: "Conservative treatment"
Description: "Treatments without an operation that were tried before."
* ^caseSensitive = true
* #rest "Rest" "Rest, in bed or not."
* #analgesics "Analgesics" "Drugs against pain."
* #waist-fixation "Waist fixation" "Fixation of the waist by a belt or brace."

ValueSet: ConservativeTreatmentValues
Id: conservative-treatment
Title: "Conservative treatment"
Description: "Treatments without an operation that were tried before."
* include codes from system ConservativeTreatmentCodes

CodeSystem: PanelSpecialtyCodes
Id: panel-specialty
Title: "Specialty of the panel"
Description: "Specialties of the panel that selects patients."
* ^caseSensitive = true
* #internist "Internist" "Internal medicine."
* #oncologist "Oncologist" "Oncology."
* #osteopathologist "Osteopathologist" "Pathology of bone."
* #radiologist "Radiologist" "Radiology."
* #surgeon "Surgeon" "Surgery."
* #anaesthetist "Anaesthetist" "Anaesthesia."

ValueSet: PanelSpecialtyValues
Id: panel-specialty
Title: "Specialty of the panel"
Description: "Specialties of the panel that selects patients."
* include codes from system PanelSpecialtyCodes
