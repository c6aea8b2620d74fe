/**
 * The Java programs of hapi/, from here: found or built, started, asked and stopped again. What they are and what they
 * do is in hapi/README.md; what is asked of them is the business of the lanes.
 */
export { killedAtExit, stopChildrenAtExit } from "./child-processes.ts";
export { startFhirServer, type FhirServer, type FhirServerOptions } from "./fhir-server.ts";
export { MissingRequirement, openJavaHarness, type JavaHarness } from "./java-harness.ts";
export { startLineProgram, type LineProgram } from "./line-program.ts";
