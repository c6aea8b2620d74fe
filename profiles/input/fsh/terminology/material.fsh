// Devices, cement and where it went: each list is a code system of ours and the value set of its codes.

CodeSystem: DeviceCodes
Id: device
Title: "Device"
Description: "Kinds of device used in a session."
* ^caseSensitive = true
* #balloon "Balloon" "Inflatable bone tamp that is dilated in the vertebral body."
* #working-cannula "Working cannula" "Cannula through which instruments and cement pass."
* #puncture-needle "Puncture needle" "Needle that punctures the vertebral body."
* #oblique-mouth-needle "Oblique-mouth needle" "Needle with an oblique mouth that corrects the direction."
* #cement-injector "Cement injector" "Instrument that brings the cement into the vertebral body."
* #brace "Brace" "Brace of the trunk."
* #other "Other device" "Another device."

ValueSet: DeviceValues
Id: device
Title: "Device"
Description: "Kinds of device used in a session."
* include codes from system DeviceCodes

CodeSystem: CementMaterialCodes
Id: cement-material
Title: "Cement material"
Description: "Material of the bone cement."
* ^caseSensitive = true
* #pmma "Polymethyl methacrylate" "Bone cement of polymethyl methacrylate."
* #calcium-phosphate "Calcium phosphate" "Bone cement of calcium phosphate."
* #calcium-sulphate "Calcium sulphate" "Bone cement of calcium sulphate."
* #other "Other material" "Another material, given in words."

ValueSet: CementMaterialValues
Id: cement-material
Title: "Cement material"
Description: "Material of the bone cement."
* include codes from system CementMaterialCodes

CodeSystem: CementDistributionCodes
Id: cement-distribution
Title: "Cement distribution"
Description: "Where in the vertebral body the cement lies."
* ^caseSensitive = true
* #central "Central" "In the centre of the vertebral body."
* #one-sided "One-sided" "On one side of the vertebral body."
* #other "Other distribution" "Another distribution, given in words."

ValueSet: CementDistributionValues
Id: cement-distribution
Title: "Cement distribution"
Description: "Where in the vertebral body the cement lies."
* include codes from system CementDistributionCodes

CodeSystem: LeakageSiteCodes
Id: leakage-site
Title: "Site of a leakage"
Description: "Place outside the vertebral body in which cement was found."
* ^caseSensitive = true
* #paravertebral-vein "Paravertebral vein" "A vein beside the vertebral body."
* #epidural "Epidural" "In the spinal canal outside the dura mater."
* #paravertebral-soft-tissue "Paravertebral soft tissue" "Soft tissue beside the vertebral body."
* #nerve-root-exit-zone "Nerve root exit zone" "The intervertebral foramen, where the nerve root leaves."
* #disc-space "Disc space" "The intervertebral disc, through a gap of the end-plate."

ValueSet: LeakageSiteValues
Id: leakage-site
Title: "Site of a leakage"
Description: "Place outside the vertebral body in which cement was found."
* include codes from system LeakageSiteCodes

CodeSystem: LeakageActionCodes
Id: leakage-action
Title: "Action on a leakage"
Description: "What was done about a leakage during the procedure."
* ^caseSensitive = true
* #filling-paused "Filling paused" "Filling was paused to let the cement harden, and went on."
* #filling-stopped "Filling stopped" "Filling was ended."
* #none "No action" "Nothing was done."
* #other "Other action" "Another action, given in words."

ValueSet: LeakageActionValues
Id: leakage-action
Title: "Action on a leakage"
Description: "What was done about a leakage during the procedure."
* include codes from system LeakageActionCodes

CodeSystem: DetectionCodes
Id: detection
Title: "Detection"
Description: "Modality in which a leakage was seen."
* ^caseSensitive = true
* #ct "CT" "Computed tomography."
* #fluoroscopy "Fluoroscopy" "Fluoroscopy."
* #radiograph "Radiograph" "Plain radiograph."

ValueSet: DetectionValues
Id: detection
Title: "Detection"
Description: "Modality in which a leakage was seen."
* include codes from system DetectionCodes
