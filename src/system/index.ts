/**
 * The ambient things that stages may not reach for themselves: where this package lies on the disk and
 * its version. Nothing here knows FHIR or a case.
 */
export { packageFile } from "./package-files.ts";
export { packageVersion } from "./package-version.ts";
