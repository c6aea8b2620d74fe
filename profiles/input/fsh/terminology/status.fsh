// The states that resources of a case can have; each list has entered-in-error, which a retraction needs.

ValueSet: ObservationStatusValues
Id: observation-status
Title: "Status of an Observation"
Description: "An Observation of a case is final, was changed, or was entered in error."
* $ObservationStatus#final "Final"
* $ObservationStatus#amended "Amended"
* $ObservationStatus#corrected "Corrected"
* $ObservationStatus#entered-in-error "Entered in Error"

ValueSet: ProcedureStatusValues
Id: procedure-status
Title: "Status of a Procedure that took place"
Description: "A Procedure of a case was completed or stopped, or was entered in error."
* $EventStatus#completed "Completed"
* $EventStatus#stopped "Stopped"
* $EventStatus#entered-in-error "Entered in Error"

ValueSet: LevelNotTreatedStatusValues
Id: level-not-treated-status
Title: "Status of a level that was not treated"
Description: "A level that was considered and not treated, or was entered in error."
* $EventStatus#not-done "Not Done"
* $EventStatus#entered-in-error "Entered in Error"

ValueSet: AdministrationStatusValues
Id: administration-status
Title: "Status of an administration"
Description: "A drug was given, was not given, or was entered in error."
* $MedicationStatus#completed "Completed"
* $MedicationStatus#not-done "Not Done"
* $MedicationStatus#entered-in-error "Entered in Error"

ValueSet: ConsentStatusValues
Id: consent-status
Title: "Status of a Consent"
Description: "Consent was given or refused, or was entered in error."
* $ConsentState#active "Active"
* $ConsentState#rejected "Rejected"
* $ConsentState#entered-in-error "Entered in Error"

ValueSet: ImagingStatusValues
Id: imaging-status
Title: "Status of an imaging study"
Description: "A study is available, is known not to be available, its availability is unknown, or it was entered in error."
* $ImagingStatus#registered "Registered"
* $ImagingStatus#available "Available"
* $ImagingStatus#unknown "Unknown"
* $ImagingStatus#entered-in-error "Entered in Error"

ValueSet: VerificationStatusValues
Id: verification-status
Title: "Verification of a Condition"
Description: "A Condition of a case is confirmed, or was entered in error."
* $ConditionVerification#confirmed "Confirmed"
* $ConditionVerification#entered-in-error "Entered in Error"

ValueSet: PainScaleValues
Id: pain-vas-scale
Title: "Visual analogue scale"
Description: "The scales on which pain is given; they are never converted into each other."
* ObservationCodes#pain-vas-1-10
* ObservationCodes#pain-vas-0-10
* ObservationCodes#pain-vas-0-100mm
