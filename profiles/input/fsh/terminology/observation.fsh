// What an Observation states: each list is a code system of ours and the value set of its codes.

CodeSystem: ObservationCodes
Id: observation
Title: "Observation"
Description: "Codes of the Observations of a kyphoplasty case."
* ^caseSensitive = true
* #age-at-procedure "Age at the procedure" "Age of the patient in completed years on the day of the session."
* #indication-assessment "Assessment of the indication" "Criteria by which the patient was selected for the procedure, one component each."
* #setup "Set-up in the room" "Position of the patient, marking of the skin and guidance of the session."
* #marrow-signal "Marrow signal on MR" "Signal of the vertebral body on MR, and the age of the fracture that it shows."
* #vertebral-height "Remaining vertebral height" "Height of the vertebral body as a percentage of its original height; its heights in millimetres as components."
* #kyphosis-angle "Kyphosis angle" "Angle between the upper and the lower end-plate of the vertebral body, in degrees."
* #puncture "Puncture" "One puncture of a vertebral body, from one side: incision, entry point, needle path, working channel and cannula tip."
* #level-duration "Duration at the level" "Time spent on one vertebral body, in minutes."
* #cement-fill "Cement fill" "Volume and distribution of the cement in a vertebral body."
* #leakage-site "Site of a cement leakage" "One place outside the vertebral body in which cement was found."
* #cement-leakage "Cement leakage" "Whether cement was found outside the vertebral body."
* #imaging-finding "Imaging finding" "What was seen in an imaging study, in words."
* #pain-vas-1-10 "Pain, visual analogue scale 1 to 10" "Pain that the patient marks on a scale from 1 to 10, where 1 is painless and 10 the worst pain. Not comparable with scales that begin at 0."
* #pain-vas-0-10 "Pain, visual analogue scale 0 to 10" "Pain that the patient marks on a scale from 0 to 10, where 0 is painless and 10 the worst pain."
* #pain-vas-0-100mm "Pain, visual analogue scale 0 to 100 mm" "Pain that the patient marks on a line of 100 mm, read in millimetres, where 0 is painless and 100 the worst pain."
* #functional-activity "Functional activity" "Whole number from 1 to 4: 4 bed rest, 3 wheelchair, 2 limited painful walking, 1 normal walking."
* #analgesic-use "Analgesic use" "Whole number from 1 to 3: 3 analgesics the whole day, 2 in the daytime, 1 occasionally."
* #pain-relief "Pain relief" "Pain relief after the session compared with before it."
* #complication-assessment "Assessment of complications" "Whether complications of the session were found."

ValueSet: ObservationValues
Id: observation
Title: "Observation"
Description: "Codes of the Observations of a kyphoplasty case."
* include codes from system ObservationCodes

CodeSystem: ComponentCodes
Id: component
Title: "Component"
Description: "Codes of the components of Observations of a kyphoplasty case."
* ^caseSensitive = true
* #intractable-pain "Intractable chest or back pain" "Pain in chest or back that no treatment relieved."
* #osteolytic-destruction "Osteolytic destruction" "Destruction of bone of the vertebral body is seen in imaging."
* #conservative-treatment-failed "Conservative treatment failed" "Treatment without an operation did not relieve the pain."
* #conservative-treatment "Conservative treatment" "A treatment without an operation that was tried; one component for each."
* #pain-agrees-with-imaging "Pain site agrees with imaging" "The place of the pain is that of the lesion in imaging."
* #panel-specialty "Specialty of the selection panel" "A specialty that took part in the selection; one component for each."
* #criteria-cited "Selection criteria cited" "The published criteria by which the patient was selected."
* #position "Position of the patient" "Position of the patient on the table during the session."
* #skin-grid-width "Width of the skin grid" "Width of one cell of the grid on the skin, in centimetres."
* #skin-grid-height "Height of the skin grid" "Height of one cell of the grid on the skin, in centimetres."
* #infrared-projection "Infrared projection" "The entry point was projected onto the skin under infrared light."
* #guidance-modality "Guidance modality" "An imaging modality that guided the procedure; one component for each."
* #t1-signal "Signal on T1" "Signal of the vertebral body in the T1-weighted series."
* #stir-signal "Signal on T2 STIR" "Signal of the vertebral body in the T2 STIR series."
* #anterior-height "Anterior height" "Height of the anterior wall of the vertebral body, in millimetres."
* #middle-height "Middle height" "Height of the middle of the vertebral body, in millimetres."
* #posterior-height "Posterior height" "Height of the posterior wall of the vertebral body, in millimetres."
* #side "Side of the puncture" "Side of the body from which the vertebral body was punctured."
* #incision-length "Length of the incision" "Length of the skin incision, in centimetres."
* #incision-direction "Direction of the incision" "Direction of the skin incision."
* #incision-enlarged "Incision enlarged" "The incision was made larger than usual, as in obese patients."
* #entry-point-method "Method of the entry point" "How the entry point of the needle at the bone was found."
* #entry-point-landmark "Landmark of the entry point" "The bony landmark of the entry point."
* #approach "Approach" "Path of the needle into the vertebral body."
* #attempts "Puncture attempts" "Number of attempts until the puncture stood, the successful one included."
* #first-attempt-successful "First attempt successful" "The first attempt of the puncture succeeded."
* #channel-constructions "Constructions of the working channel" "How often the working channel was constructed."
* #channel-dilated-stepwise "Channel dilated step by step" "The working channel was dilated grade by grade."
* #abduction-angle "Abduction angle" "Angle of the needle to the sagittal plane, in degrees."
* #head-tilt-angle "Head-tilt angle" "Angle of the needle towards the head, in degrees."
* #oblique-needle-used "Oblique-mouth needle used" "An oblique-mouth needle corrected the direction."
* #table-height-ct "Table height at CT" "Height of the CT table at the position for CT, in millimetres."
* #table-depth-ct "Table depth at CT" "Depth of the CT table at the position for CT, in millimetres."
* #table-height-c-arm "Table height at the C-arm" "Height of the CT table at the position for the C-arm, in millimetres."
* #table-depth-c-arm "Table depth at the C-arm" "Depth of the CT table at the position for the C-arm, in millimetres."
* #tip-third "Third that holds the tip" "Third of the vertebral body, from front to back, that holds the tip of the cannula."
* #tip-midline "Tip in the midline" "The tip of the cannula lies in the midline."
* #balloon-used "Balloon used" "A balloon was dilated in the vertebral body."
* #cement-volume "Cement volume" "Volume of cement brought into the vertebral body, in millilitres."
* #cement-distribution "Cement distribution" "Where in the vertebral body the cement lies."
* #symptomatic "Symptomatic" "The leakage causes symptoms."
* #detected-by "Detected by" "A modality in which the leakage was seen; one component for each."
* #leakage-action "Action taken" "What was done about the leakage during the procedure."

ValueSet: ComponentValues
Id: component
Title: "Component"
Description: "Codes of the components of Observations of a kyphoplasty case."
* include codes from system ComponentCodes

CodeSystem: MeasurementCodes
Id: measurement
Title: "Measurement"
Description: "Further scores, classes and values of a case that have no profile of their own."
* ^caseSensitive = true
* #oswestry-disability-index "Oswestry disability index" "Disability by low back pain as a percentage, 0 none, 100 the worst."
* #bone-density-t-score "Bone density, T-score" "Bone mineral density in standard deviations from the mean of young adults."
* #asa-class "ASA physical status class" "Physical status by the American Society of Anesthesiologists, I to VI."
* #ao-class "AO class of the fracture" "Class of the fracture by the AO classification of spinal injuries."
* #of-class "OF class of the fracture" "Class of the osteoporotic fracture, OF 1 to OF 5."
* #genant-class "Genant class of the fracture" "Grade of the vertebral deformity by Genant, 0 to 3."
* #radiation-dose-area-product "Dose-area product" "Dose-area product of the fluoroscopy of the session."
* #radiation-dose-length-product "Dose-length product" "Dose-length product of the CT of the session."
* #fluoroscopy-time "Fluoroscopy time" "Time of fluoroscopy in the session."
* #inr "INR" "International normalised ratio of the prothrombin time."
* #blood-loss "Blood loss" "Estimated loss of blood in the session."
* #hospital-stay "Hospital stay" "Length of the stay in hospital."

ValueSet: MeasurementValues
Id: measurement
Title: "Measurement"
Description: "Further scores, classes and values of a case that have no profile of their own."
* include codes from system MeasurementCodes
