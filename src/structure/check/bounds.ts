import { profileIssue, isObject, type Check, type CheckContext, type JsonObject } from "../check-context.ts";
import { valueOf } from "../tree/element-node.ts";

/** `minValue[x]` and `maxValue[x]`; of quantities where their units can be compared. */
export const checkBounds: Check = ({ node, value, path }, context) => {
  const bounds = [
    ["minValue", 1, "at least"],
    ["maxValue", -1, "at most"],
  ] as const;
  for (const [part, sign, words] of bounds) {
    const bound = valueOf(node.definition, part);
    if (bound === undefined) continue;
    const order = compare(value, bound, part, context);
    if (order === undefined || order * sign >= 0) continue;
    const message = `${path} was expected to be ${words} ${JSON.stringify(bound)}, found a value beyond it.`;
    context.report(profileIssue("value", part === "minValue" ? "min-value" : "max-value", message, path, `${part}_x_`));
  }
};

/** `maxLength`, in characters. */
export const checkLength: Check = ({ node, value, path }, { report }) => {
  const { maxLength } = node.definition;
  if (maxLength === undefined || typeof value !== "string" || value.length <= maxLength) return;
  const message = `${path} takes at most ${maxLength} characters, found ${value.length}.`;
  report(profileIssue("too-long", "max-length", message, path, "maxLength"));
};

/** Below, equal or above; undefined where the two cannot be compared. */
function compare(
  value: unknown,
  bound: unknown,
  part: "minValue" | "maxValue",
  context: CheckContext,
): number | undefined {
  if (typeof value === "number" && typeof bound === "number") return value - bound;
  if (typeof value === "string" && typeof bound === "string") return compareTimes(value, bound);
  if (typeof value === "string" && isObject(bound)) return compareToNow(value, bound, part, context);
  if (isObject(value) && isObject(bound)) return compareQuantities(value, bound, context);
  return undefined;
}

/**
 * A duration bounds a date relative to now: it is taken off for the least value and put on for the most.
 * https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_
 */
function compareToNow(
  value: string,
  bound: JsonObject,
  part: "minValue" | "maxValue",
  { terminology, now }: CheckContext,
): number | undefined {
  const { value: amount, code } = bound;
  if (now === undefined || typeof amount !== "number" || typeof code !== "string") return undefined;
  const seconds = terminology.units.convert(amount, code, "s");
  if (seconds === undefined) return undefined;
  const limit = Date.parse(now()) + (part === "minValue" ? -1000 : 1000) * seconds;
  return compareTimes(value, new Date(limit).toISOString());
}

/** Dates and times, as far as both are told. */
function compareTimes(value: string, bound: string): number | undefined {
  if (/T.*(?:Z|[+-]\d\d:\d\d)$/.test(value) && /T.*(?:Z|[+-]\d\d:\d\d)$/.test(bound))
    return Date.parse(value) - Date.parse(bound);
  const length = Math.min(value.length, bound.length, 10);
  const [one, other] = [value.slice(0, length), bound.slice(0, length)];
  if (one !== other) return one < other ? -1 : 1;
  return value.length === bound.length ? Math.sign(value.localeCompare(bound, "en")) : undefined;
}

function compareQuantities(
  value: Readonly<Record<string, unknown>>,
  bound: Readonly<Record<string, unknown>>,
  { terminology }: CheckContext,
): number | undefined {
  const [one, other] = [value["value"], bound["value"]];
  if (typeof one !== "number" || typeof other !== "number") return undefined;
  if (value["code"] === bound["code"] && value["system"] === bound["system"]) return one - other;
  const [from, to] = [value["code"], bound["code"]];
  if (typeof from !== "string" || typeof to !== "string" || value["system"] !== bound["system"]) return undefined;
  const converted = terminology.units.convert(one, from, to);
  return converted === undefined ? undefined : converted - other;
}
