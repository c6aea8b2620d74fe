Profile: CementLeakage
Parent: Observation
Id: cement-leakage
Title: "Cement leakage"
Description: "Whether cement was found outside a vertebral body; each site is a member. Absence is stated only where it was looked for."
* insert CaseObservation(imaging)
* code = ObservationCodes#cement-leakage
* insert InProcedure
* insert LevelSite
* insert CodedValue(presence)
* dataAbsentReason MS
* dataAbsentReason = $DataAbsentReason#not-performed
* hasMember MS
* hasMember only Reference(Observation)
* obeys kypho-presence and kypho-leakage-member and kypho-leakage-none

Invariant: kypho-leakage-member
Description: "A leakage that is present has a site as member."
Severity: #error
Expression: "status = 'entered-in-error' or value.coding.where(code = 'present').empty() or hasMember.exists()"

Invariant: kypho-leakage-none
Description: "A leakage that is absent, or was not looked for, has no site."
Severity: #error
Expression: "status = 'entered-in-error' or value.coding.where(code = 'present').exists() or hasMember.empty()"
