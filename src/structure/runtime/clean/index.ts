/**
 * What compiled checks call, and what runs them: a resource in, out whether it surely has no issue.
 *
 * Checks are made by `structure/compile`. They only ever say "clean" or "look closer": every issue is told by the walk, so what
 * they cannot decide costs time and never a finding. https://hl7.org/fhir/R4/validation.html
 */
export { BundleState } from "./bundle-state.ts";
export { isObject, isSame } from "./compare.ts";
export { areCleanExtensions } from "./extension.ts";
export { areCleanContained, isCleanEntry, isCleanInner, isCleanResource } from "./inner.ts";
export {
  isAtLeast,
  isAtMost,
  isBase64Binary,
  isBoolean,
  isCanonical,
  isCleanAttachment,
  isCleanNarrative,
  isCode,
  isDate,
  isDateTime,
  isDecimal,
  isId,
  isInstant,
  isInteger,
  isMarkdown,
  isOid,
  isPositiveInt,
  isReferenceText,
  isText,
  isTime,
  isUnsignedInt,
  isUri,
  isUrl,
  isUuid,
  never,
} from "./primitive.ts";
export { KeptCode } from "./kept-code.ts";
export { KeptConstants } from "./kept-constants.ts";
export { isCleanReference } from "./reference.ts";
export { Undecided } from "./scope.ts";
export { sliceOf } from "./slice-of.ts";
export type { CleanCheck, CleanLinks, CleanWorld, ExtensionPlace, TargetRule } from "./world.ts";
