// Imaging studies and vertebral levels: each list is a code system of ours and the value set of its codes.

CodeSystem: ImagingKindCodes
Id: imaging-kind
Title: "Kind of imaging study"
Description: "What an imaging study was made for, and how."
* ^caseSensitive = true
* #lateral-radiograph "Lateral radiograph" "Radiograph of the spine in lateral projection."
* #radiograph "Radiograph" "Radiograph of the spine, its projection not stated."
* #mr "MR" "Magnetic resonance imaging of the spine."
* #ct-targeting "CT targeting scan" "CT with a grid on the skin, to plan the puncture."
* #c-arm-fluoroscopy "C-arm fluoroscopy" "Fluoroscopy by a C-arm."
* #single-slice-ct "Single-slice CT" "CT of a single slice, to check needle or cement."
* #ct "CT" "CT of the spine."

ValueSet: ImagingKindValues
Id: imaging-kind
Title: "Kind of imaging study"
Description: "What an imaging study was made for, and how."
* include codes from system ImagingKindCodes

CodeSystem: RegionCodes
Id: region
Title: "Body region"
Description: "Region of the spine in an imaging study."
* ^caseSensitive = true
* #thoracic "Thoracic spine" "Thoracic spine."
* #lumbar "Lumbar spine" "Lumbar spine."
* #thoracolumbar "Thoracolumbar spine" "Thoracic and lumbar spine or their junction."

ValueSet: RegionValues
Id: region
Title: "Body region"
Description: "Region of the spine in an imaging study."
* include codes from system RegionCodes

CodeSystem: PhaseCodes
Id: phase
Title: "Phase"
Description: "Phase of the treatment in which a study was made."
* ^caseSensitive = true
* #pre "Before the session" "Before the session."
* #intra "During the session" "During the session."
* #post "After the session" "After the session."

ValueSet: PhaseValues
Id: phase
Title: "Phase"
Description: "Phase of the treatment in which a study was made."
* include codes from system PhaseCodes

CodeSystem: VertebralLevelCodes
Id: vertebral-level
Title: "Vertebral level"
Description: "Short names of the thoracic and lumbar vertebral levels, as parts of a case are named by them."
* ^caseSensitive = true
* #T1 "T1" "First thoracic vertebra."
* #T2 "T2" "Second thoracic vertebra."
* #T3 "T3" "Third thoracic vertebra."
* #T4 "T4" "Fourth thoracic vertebra."
* #T5 "T5" "Fifth thoracic vertebra."
* #T6 "T6" "Sixth thoracic vertebra."
* #T7 "T7" "Seventh thoracic vertebra."
* #T8 "T8" "Eighth thoracic vertebra."
* #T9 "T9" "Ninth thoracic vertebra."
* #T10 "T10" "Tenth thoracic vertebra."
* #T11 "T11" "Eleventh thoracic vertebra."
* #T12 "T12" "Twelfth thoracic vertebra."
* #L1 "L1" "First lumbar vertebra."
* #L2 "L2" "Second lumbar vertebra."
* #L3 "L3" "Third lumbar vertebra."
* #L4 "L4" "Fourth lumbar vertebra."
* #L5 "L5" "Fifth lumbar vertebra."

ValueSet: VertebralLevelValues
Id: vertebral-level
Title: "Vertebral level"
Description: "Short names of the thoracic and lumbar vertebral levels, as parts of a case are named by them."
* include codes from system VertebralLevelCodes
