RuleSet: CaseDevice
* insert CaseIdentifier
* type 1..1 MS
* patient 1..1 MS
* patient only Reference(Patient)
* udiCarrier 0..1 MS
* udiCarrier.deviceIdentifier MS
* udiCarrier.carrierHRF MS
* deviceName MS
* manufacturer MS
* lotNumber MS
* serialNumber MS
* expirationDate MS
