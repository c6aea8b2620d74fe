// How it was done: each list is a code system of ours and the value set of its codes.

CodeSystem: BodyPositionCodes
Id: body-position
Title: "Position of the patient"
Description: "Position on the table."
* ^caseSensitive = true
* #prone "Prone" "Lying on the belly."
* #lateral "Lateral" "Lying on one side."

ValueSet: BodyPositionValues
Id: body-position
Title: "Position of the patient"
Description: "Position on the table."
* include codes from system BodyPositionCodes

CodeSystem: GuidanceCodes
Id: guidance
Title: "Guidance"
Description: "Imaging modality that guided the procedure."
* ^caseSensitive = true
* #ct "CT" "Computed tomography."
* #c-arm "C-arm fluoroscopy" "Fluoroscopy by a C-arm."

ValueSet: GuidanceValues
Id: guidance
Title: "Guidance"
Description: "Imaging modality that guided the procedure."
* include codes from system GuidanceCodes

CodeSystem: SideCodes
Id: side
Title: "Side"
Description: "Side of the body."
* ^caseSensitive = true
* #left "Left" "Left side of the patient."
* #right "Right" "Right side of the patient."

ValueSet: SideValues
Id: side
Title: "Side"
Description: "Side of the body."
* include codes from system SideCodes

CodeSystem: AccessCodes
Id: access
Title: "Puncture side or sides"
Description: "Whether a vertebral body was punctured from one side or from both."
* ^caseSensitive = true
* #unilateral "Unilateral" "Punctured from one side."
* #bilateral "Bilateral" "Punctured from both sides."

ValueSet: AccessValues
Id: access
Title: "Puncture side or sides"
Description: "Whether a vertebral body was punctured from one side or from both."
* include codes from system AccessCodes

CodeSystem: IncisionDirectionCodes
Id: incision-direction
Title: "Direction of the incision"
Description: "Direction of the skin incision."
* ^caseSensitive = true
* #transverse "Transverse" "Across the long axis of the body."
* #longitudinal "Longitudinal" "Along the long axis of the body."

ValueSet: IncisionDirectionValues
Id: incision-direction
Title: "Direction of the incision"
Description: "Direction of the skin incision."
* include codes from system IncisionDirectionCodes

CodeSystem: EntryPointMethodCodes
Id: entry-point-method
Title: "Method of the entry point"
Description: "How the entry point of the needle at the bone was found."
* ^caseSensitive = true
* #finger-touch "Finger touch" "The finger felt the landmark in the incision after blunt dissection, beside imaging."
* #image-only "Image only" "By imaging alone."

ValueSet: EntryPointMethodValues
Id: entry-point-method
Title: "Method of the entry point"
Description: "How the entry point of the needle at the bone was found."
* include codes from system EntryPointMethodCodes

CodeSystem: EntryPointLandmarkCodes
Id: entry-point-landmark
Title: "Landmark of the entry point"
Description: "Bony landmark of the entry point."
* ^caseSensitive = true
* #herringbone-crest "Herringbone crest" "Crest where superior articular process and transverse process meet, at lumbar levels."
* #transverse-process-rib-gap "Gap between transverse process and rib" "Gap between transverse process and rib, at thoracic levels."
* #other "Other landmark" "Another landmark."

ValueSet: EntryPointLandmarkValues
Id: entry-point-landmark
Title: "Landmark of the entry point"
Description: "Bony landmark of the entry point."
* include codes from system EntryPointLandmarkCodes

CodeSystem: ApproachCodes
Id: approach
Title: "Approach"
Description: "Path of the needle into the vertebral body."
* ^caseSensitive = true
* #transpedicular "Transpedicular" "Through the pedicle."
* #extrapedicular "Extrapedicular" "Beside the pedicle, lateral or costovertebral."

ValueSet: ApproachValues
Id: approach
Title: "Approach"
Description: "Path of the needle into the vertebral body."
* include codes from system ApproachCodes

CodeSystem: TipThirdCodes
Id: tip-third
Title: "Third of the vertebral body"
Description: "Third of the vertebral body from front to back."
* ^caseSensitive = true
* #anterior "Anterior third" "The third next to the anterior wall."
* #middle "Middle third" "The third in the middle."
* #posterior "Posterior third" "The third next to the posterior wall."

ValueSet: TipThirdValues
Id: tip-third
Title: "Third of the vertebral body"
Description: "Third of the vertebral body from front to back."
* include codes from system TipThirdCodes
