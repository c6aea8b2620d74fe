/**
 * The library: `mapCase` takes the bytes of a case to the checked transaction Bundle, `validateResource` checks any R4
 * resource or Bundle, `extractCase` rebuilds the case that resources were made of, `validateCase` only reads a case. `explainCase`
 * tells where each element of a case's Bundle comes from, `traceCase` gives all origins at once, and `projectIssues` adds to what
 * a FHIR server said of the Bundle the fields behind it. All are pure: no network, no clock, no randomness; what they give is the
 * caller's own, to be changed at will.
 */
export { validateCase, type KyphoplastyCase, type ValidCase } from "./case/index.ts";
export {
  explainDocument as explainCase,
  projectOnCase as projectIssues,
  type Explained,
  type ExplainedElement,
  type ExplainedField,
  type Explanation,
  type JudgedCase,
  type OriginatedCase,
  type Question,
} from "./explain/index.ts";
export type { ExtractedCase } from "./extraction/index.ts";
export { toOperationOutcome, type Issue, type Result } from "./fhir/index.ts";
export { extractCase, extractCases, mapCase, traceCase } from "./library.ts";
export type { ProcessedCase } from "./pipeline.ts";
export { checkResource as validateResource } from "./profile/index.ts";
