// What the study itself grades and groups: each list is a code system of ours and the value set of its codes.

CodeSystem: IndicationCodes
Id: indication
Title: "Indication"
Description: "The two groups of patients of the study."
* ^caseSensitive = true
* #osteoporotic-fracture "Osteoporotic vertebral compression fracture" "Compression fracture of one or more vertebral bodies due to osteoporosis."
* #vertebral-tumour "Vertebral tumour" "Destruction of one or more vertebral bodies by a primary tumour, a metastasis, myeloma or a tumour-like lesion."

ValueSet: IndicationValues
Id: indication
Title: "Indication"
Description: "The two groups of patients of the study."
* include codes from system IndicationCodes

CodeSystem: PainReliefCodes
Id: pain-relief
Title: "Pain relief"
Description: "Pain relief after the session compared with before it, as the patient states it."
* ^caseSensitive = true
* #complete "Complete pain relief" "The pain that led to the session is gone."
* #partial "Partial pain relief" "The pain that led to the session is less, but not gone."
* #none "No pain relief" "The pain that led to the session is not less."

ValueSet: PainReliefValues
Id: pain-relief
Title: "Pain relief"
Description: "Pain relief after the session compared with before it, as the patient states it."
* include codes from system PainReliefCodes

CodeSystem: TimepointCodes
Id: timepoint
Title: "Time point"
Description: "Time relative to the session: before, during, or a nominal time after it. The actual time stands in effectiveDateTime."
* ^caseSensitive = true
* #pre "Before the session" "The last assessment before the session."
* #intra "During the session" "During the session."
* #h1 "1 hour after" "Nominally 1 hour after the end of the session."
* #h24 "24 hours after" "Nominally 24 hours after the end of the session."
* #d3 "3 days after" "Nominally 3 days after the session."
* #d7 "7 days after" "Nominally 7 days after the session."
* #d14 "14 days after" "Nominally 14 days after the session."
* #d30 "30 days after" "Nominally 30 days after the session."
* #m2 "2 months after" "Nominally 2 months after the session."
* #m3 "3 months after" "Nominally 3 months after the session."
* #m6 "6 months after" "Nominally 6 months after the session."
* #m12 "12 months after" "Nominally 12 months after the session."
* #m24 "24 months after" "Nominally 24 months after the session."
* #m60 "60 months after" "Nominally 60 months after the session."

ValueSet: TimepointValues
Id: timepoint
Title: "Time point"
Description: "Time relative to the session: before, during, or a nominal time after it. The actual time stands in effectiveDateTime."
* include codes from system TimepointCodes

CodeSystem: PresenceCodes
Id: presence
Title: "Presence"
Description: "Whether what was looked for was found."
* ^caseSensitive = true
* #present "Present" "It was looked for and found."
* #absent "Absent" "It was looked for and not found."

ValueSet: PresenceValues
Id: presence
Title: "Presence"
Description: "Whether what was looked for was found."
* include codes from system PresenceCodes
