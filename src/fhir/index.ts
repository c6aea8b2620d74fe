/**
 * FHIR's own words, at the bottom of everything: issues and results, OperationOutcome, references,
 * identities, element paths, and the doors to R4's definitions, FHIRPath, search and the interpreter
 * that validates. https://hl7.org/fhir/R4/
 *
 * Nothing here knows a case, a map or a profile of ours. @medplum/core is used in this folder alone.
 */
export type { Issue, IssueCode, IssuePlace, Position, Result, Severity } from "./issue.ts";
export type { Staged } from "./staged.ts";
export {
  INPUT_POSITION_URL,
  ISSUE_SYSTEM,
  SPECIFICATION_URL,
  readOperationOutcome,
  toOperationOutcome,
} from "./outcome.ts";
export type { ForeignIssue } from "./outcome.ts";
export { isSameJson, parseExactly } from "./exact-json.ts";
export { elementPath, rebasePath, withoutIndexes } from "./path.ts";
export { findReferences, parseReference, referenceTo, replaceReferences } from "./reference.ts";
export type { FoundReference, ReferenceTarget } from "./reference.ts";
export { identifiersOf, identityQuery, isResourceId, parseIdentityUrl, uuidFromBytes } from "./identity.ts";
export type { Identity } from "./identity.ts";
export { isR4ResourceType, loadR4Structures, readR4Definitions, readR4Structures } from "./definitions.ts";
export type { DefinitionFile } from "./definitions.ts";
export { loadR4SearchParameters, parseSearch, searchParametersOf } from "./search.ts";
export type { FhirSearch, ListedParameter, SearchRefusal } from "./search.ts";
export { evaluateFhirPath } from "./fhirpath.ts";
export { covers, parseScopes } from "./scope.ts";
export type { Interaction, SystemScope } from "./scope.ts";
