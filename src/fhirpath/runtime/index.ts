/**
 * What compiled FHIRPath calls.
 *
 * In and out: plain values of JSON, decimals that keep their digits, arrays for collections, undefined for nothing; nodes
 * where a value's type or its `_x` counts. Rules: https://hl7.org/fhirpath/N1/, https://hl7.org/fhir/R4/fhirpath.html and,
 * where those are open, HL7's Java engine (docs/spec-readings.md). Nothing here throws for a value, but `only`; what a rule of
 * a map could not do becomes an issue of the run.
 */
export { conformsTo, htmlChecks, isMet, lasting, memberOf, now, only, resolve, timeOfDay, today } from "./ask-scope.ts";
export {
  and,
  collect,
  distinct,
  implies,
  intersect,
  isDistinct,
  isFalse,
  isMember,
  isTrue,
  not,
  ofKind,
  or,
  overlaps,
  single,
  truthOf,
  xor,
} from "./collection.ts";
export {
  equal,
  equalTimes,
  equalValues,
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
  falseWith,
  includes,
  indexOf,
  joinTexts,
  matches,
  replace,
  replaceMatches,
  split,
  startsWith,
  substring,
  toBoolean,
  toDate,
  toDateTime,
  toDecimal,
  toInteger,
  toText,
  toTime,
} from "./convert.ts";
export { add, decimal, divide, isRaw, multiply, num, remainder, subtract, text, wholeQuotient } from "./decimal.ts";
export type { Decimal, RawDecimal } from "./decimal.ts";
export { abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate } from "./math.ts";
export {
  box,
  boxes,
  choiceNode,
  each,
  eachBox,
  hasAny,
  hasValue,
  node,
  nodes,
  nodesOfType,
  plain,
  resourceNodes,
  sidecarOf,
  valuesOf,
} from "./node.ts";
export { listOf, none } from "./none.ts";
export { quantityText } from "./quantity.ts";
export { report } from "./run.ts";
export type { RuleIdentity, Run } from "./run.ts";
export type { InvariantScope, TypeTable } from "./scope.ts";
export { distinctNodes, exclude, intersectNodes, isDistinctNodes, isMemberNode, isSubset } from "./set.ts";
export { addTime } from "./time-arithmetic.ts";
export { calculate, equalNodes, equivalentNodes, orderNodes, toQuantity } from "./typed.ts";
export { children, descendants, repeat, step } from "./walk.ts";
