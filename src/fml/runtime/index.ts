/**
 * What emitted maps call, the only part of this folder on the hot path.
 *
 * In and out: plain values of JSON. Nothing here throws for what a case holds: a rule that cannot do what it says leaves an
 * issue in the run. FHIRPath's own functions are passed on from its folder, so that an emitted module has one import.
 */
export {
  add,
  and,
  collect,
  decimal,
  distinct,
  divide,
  endsWith,
  equal,
  equalTimes,
  equivalent,
  greater,
  greaterOrEqual,
  implies,
  includes,
  indexOf,
  isMember,
  isRaw,
  isTrue,
  less,
  lessOrEqual,
  listOf,
  matches,
  multiply,
  none,
  not,
  num,
  ofKind,
  or,
  order,
  orderTimes,
  remainder,
  replace,
  report,
  same,
  single,
  startsWith,
  substring,
  subtract,
  text,
  toBoolean,
  toDecimal,
  toInteger,
  toText,
  wholeQuotient,
  xor,
} from "../../fhirpath/runtime/index.ts";
export type { Decimal, RawDecimal, RuleIdentity, Run } from "../../fhirpath/runtime/index.ts";
export { cast } from "./cast.ts";
export { coerceBoolean, coerceNumber } from "./coerce.ts";
export { contactSystem, quantity } from "./datatype.ts";
export type { QuantityValue } from "./datatype.ts";
export { escapeForms, escapeText } from "./escape.ts";
export type { EscapeForm } from "./escape.ts";
export type { MapRun, TracedRun } from "./map-run.ts";
export type { Site } from "../trace/site.ts";
export { copied, frozen, hasContent, remove, resourceHasContent } from "./object.ts";
export { isResource, resourceOf } from "./resource.ts";
export { newUuid, pointer, reference } from "./reference.ts";
export { checkCount, listOr, note, places } from "./source.ts";
export { codingKey, codingKeys, firstRow, translated, translatedFirst } from "./translate.ts";
