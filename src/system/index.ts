/**
 * The ambient things that stages may not reach for themselves: where this package lies on the disk, its version, the log,
 * and how V8 keeps its heap. Nothing here knows FHIR or a case.
 */
export { keepObjectsYoung } from "./heap.ts";
export { createLog, errorName, type Log, type LogEvent, type LogFields } from "./log.ts";
export { packageFile } from "./package-files.ts";
export { packageVersion } from "./package-version.ts";
