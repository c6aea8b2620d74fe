/**
 * What compiled FHIRPath calls.
 *
 * In and out: plain values of JSON, decimals that keep their digits, arrays for collections, undefined for nothing. Rules:
 * https://hl7.org/fhirpath/N1/ and, where that is open, HL7's Java engine (docs/spec-readings.md). Nothing here throws for a
 * value; what a rule could not do becomes an issue of the run.
 */
export {
  and,
  collect,
  distinct,
  implies,
  isMember,
  isTrue,
  listOf,
  none,
  not,
  ofKind,
  or,
  single,
  xor,
} from "./collection.ts";
export {
  equal,
  equalTimes,
  equivalent,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  order,
  orderTimes,
  same,
} from "./compare.ts";
export {
  endsWith,
  includes,
  indexOf,
  matches,
  replace,
  startsWith,
  substring,
  toBoolean,
  toDecimal,
  toInteger,
  toText,
} from "./convert.ts";
export { add, decimal, divide, isRaw, multiply, num, remainder, subtract, text, wholeQuotient } from "./decimal.ts";
export type { Decimal, RawDecimal } from "./decimal.ts";
export { report } from "./run.ts";
export type { RuleIdentity, Run } from "./run.ts";
export type { InvariantScope, TypeTable } from "./scope.ts";
