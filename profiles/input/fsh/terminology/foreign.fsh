// Value sets of foreign codes, each code listed in the project's table of verified codes.

ValueSet: VertebralBodyValues
Id: vertebral-body
Title: "Vertebral body"
Description: "The vertebral bodies T1 to L5, which kyphoplasty treats."
* ^copyright = "This value set includes content from SNOMED CT, which is copyright of the International Health Terminology Standards Development Organisation."
* $SCT#56094003 "Structure of body of first thoracic vertebra"
* $SCT#50060007 "Structure of body of second thoracic vertebra"
* $SCT#73138009 "Structure of body of third thoracic vertebra"
* $SCT#86197001 "Structure of body of fourth thoracic vertebra"
* $SCT#6105006 "Structure of body of fifth thoracic vertebra"
* $SCT#32430008 "Structure of body of sixth thoracic vertebra"
* $SCT#71737002 "Structure of body of seventh thoracic vertebra"
* $SCT#77435000 "Structure of body of eighth thoracic vertebra"
* $SCT#33766003 "Structure of body of ninth thoracic vertebra"
* $SCT#48405002 "Structure of body of tenth thoracic vertebra"
* $SCT#52120002 "Structure of body of eleventh thoracic vertebra"
* $SCT#280849005 "Structure of body of twelfth thoracic vertebra"
* $SCT#61032001 "Structure of body of first lumbar vertebra"
* $SCT#53983007 "Structure of body of second lumbar vertebra"
* $SCT#55492004 "Structure of body of third lumbar vertebra"
* $SCT#71996003 "Structure of body of fourth lumbar vertebra"
* $SCT#21799000 "Structure of body of fifth lumbar vertebra"

ValueSet: SeverityValues
Id: severity
Title: "Severity"
Description: "Grade of a complication."
* ^copyright = "This value set includes content from SNOMED CT, which is copyright of the International Health Terminology Standards Development Organisation."
* $SCT#255604002 "Mild"
* $SCT#6736007 "Moderate"
* $SCT#24484000 "Severe"

ValueSet: ModalityValues
Id: modality
Title: "Modality"
Description: "The DICOM modalities of imaging before, during and after a kyphoplasty."
* $DCM#CR "Computed Radiography"
* $DCM#DX "Digital Radiography"
* $DCM#CT "Computed Tomography"
* $DCM#MR "Magnetic Resonance"
* $DCM#RF "Radiofluoroscopy"
* $DCM#XA "X-Ray Angiography"
