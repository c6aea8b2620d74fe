/**
 * The library: `mapCase` takes the bytes of a case to the checked transaction Bundle, `validateResource` checks any R4
 * resource or Bundle, `extractCase` rebuilds the case that resources were made of, `validateCase` only reads a case. All are
 * pure: no network, no clock, no randomness.
 */
export { validateCase, type KyphoplastyCase, type ValidCase } from "./case/index.ts";
export { extractCase, extractCases, type ExtractedCase } from "./extraction/index.ts";
export { toOperationOutcome, type Issue, type Result } from "./fhir/index.ts";
export { processCase as mapCase, type ProcessedCase } from "./pipeline.ts";
export { checkResource as validateResource } from "./profile/index.ts";
