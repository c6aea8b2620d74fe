Profile: DeviceUsed
Parent: Device
Id: device-used
Title: "Device used"
Description: "A device used in the session, other than the cement."
* insert CaseDevice
* insert OwnCoding(type, device, 1)
