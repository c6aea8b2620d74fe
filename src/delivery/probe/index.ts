/**
 * What a server really does, as far as delivery depends on it: a destination goes in, findings come out. It writes a few
 * Patients that carry FHIR's mark of test data, only where that is allowed, and deletes them again.
 *
 * What follows from the findings is `server`'s (strategy) and `answer`'s (waits).
 */
export { probe } from "./probe.ts";
export type { Finding, ProbeName, ProbeReport } from "./probe-report.ts";
export type { ProbeWorld } from "./test-patients.ts";
