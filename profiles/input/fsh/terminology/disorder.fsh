// Diseases, lesions and complications: each list is a code system of ours and the value set of its codes.

CodeSystem: DiseaseCodes
Id: disease
Title: "Disease"
Description: "Diseases behind the indication."
* ^caseSensitive = true
* #osteoporosis "Osteoporosis" "Osteoporosis, its kind not stated."
* #postmenopausal-osteoporosis "Postmenopausal osteoporosis" "Osteoporosis after the menopause."
* #senile-osteoporosis "Senile osteoporosis" "Osteoporosis of old age."
* #primary-tumour "Primary tumour of the spine" "Malignant tumour that began in the vertebral column."
* #metastasis "Metastasis in the spine" "Secondary malignant tumour of the vertebral column."
* #myeloma "Multiple myeloma" "Multiple myeloma."
* #haemangioma "Haemangioma of the spine" "Haemangioma of a vertebra."
* #histiocytosis "Histiocytosis" "Histiocytosis of a vertebra."
* #osteogenesis-imperfecta "Osteogenesis imperfecta" "Osteogenesis imperfecta."
* #other "Other disease" "Another disease, given in words."

ValueSet: DiseaseValues
Id: disease
Title: "Disease"
Description: "Diseases behind the indication."
* include codes from system DiseaseCodes

CodeSystem: LevelCauseCodes
Id: level-cause
Title: "Cause at a level"
Description: "What made the lesion of a vertebral body."
* ^caseSensitive = true
* #osteoporotic-fracture "Osteoporotic fracture" "Fracture of the vertebral body due to osteoporosis."
* #tumour "Tumour" "Destruction of the vertebral body by a tumour."
* #other "Other cause" "Another cause, given in words."

ValueSet: LevelCauseValues
Id: level-cause
Title: "Cause at a level"
Description: "What made the lesion of a vertebral body."
* include codes from system LevelCauseCodes

CodeSystem: ComplicationCodes
Id: complication
Title: "Complication"
Description: "Complications of a kyphoplasty session."
* ^caseSensitive = true
* #needle-tract-haematoma "Haematoma of the needle tract" "Haematoma along the tract of the needle."
* #subcutaneous-swelling "Subcutaneous swelling" "Swelling below the skin at the incision."
* #spinal-cord-compression "Spinal cord compression" "Compression of the spinal cord."
* #nerve-root-compression "Nerve root compression" "Compression of a nerve root."
* #palsy "Palsy" "Palsy after the session."
* #pulmonary-embolism "Pulmonary embolism" "Pulmonary embolism, its material not stated."
* #cement-pulmonary-embolism "Pulmonary cement embolism" "Pulmonary embolism by cement."
* #rib-fracture "Rib fracture" "Fracture of a rib by the procedure."
* #pedicle-fracture "Pedicle fracture" "Fracture of a pedicle by the procedure."
* #pneumothorax "Pneumothorax" "Pneumothorax by the procedure."
* #infection "Infection" "Infection by the procedure."
* #adjacent-fracture "Adjacent fracture" "New fracture of a neighbouring vertebral body."
* #recurrent-fracture "Recurrent fracture" "New fracture of the treated vertebral body."
* #symptomatic-cement-leakage "Symptomatic cement leakage" "Cement outside the vertebral body that causes symptoms."
* #other "Other complication" "Another complication, given in words."

ValueSet: ComplicationValues
Id: complication
Title: "Complication"
Description: "Complications of a kyphoplasty session."
* include codes from system ComplicationCodes

CodeSystem: FractureAgeCodes
Id: fracture-age
Title: "Age of the fracture"
Description: "Age of the fracture as MR shows it."
* ^caseSensitive = true
* #recent "Recent" "Marrow oedema: low signal on T1 and high signal on T2 STIR."
* #old "Old" "Normal signal."
* #indeterminate "Indeterminate" "The signal does not decide it."

ValueSet: FractureAgeValues
Id: fracture-age
Title: "Age of the fracture"
Description: "Age of the fracture as MR shows it."
* include codes from system FractureAgeCodes

CodeSystem: SignalCodes
Id: signal
Title: "Signal on MR"
Description: "Signal of a vertebral body compared with its neighbours."
* ^caseSensitive = true
* #hypointense "Hypointense" "Lower than in the neighbours."
* #isointense "Isointense" "Like that of the neighbours."
* #hyperintense "Hyperintense" "Higher than in the neighbours."
* #normal "Normal" "Normal signal."

ValueSet: SignalValues
Id: signal
Title: "Signal on MR"
Description: "Signal of a vertebral body compared with its neighbours."
* include codes from system SignalCodes
