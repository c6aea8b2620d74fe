/**
 * Narratives and the ids in a resource: `Narrative.div` in, issues out.
 *
 * Ruled by https://hl7.org/fhir/R4/narrative.html#rules; `checkNarrative` says all that invariants txt-1
 * and txt-2 say, and where. `passesHtmlChecks` is FHIRPath's `htmlChecks()`. Messages name places, never
 * words of the narrative. Which elements are narratives is the plan's.
 */
export { checkNarrative } from "./check-narrative.ts";
export { checkElementIds } from "./element-ids.ts";
export { hasHtmlTag } from "./embedded-html.ts";
export { passesHtmlChecks } from "./html-checks.ts";
