import { findDifferences, type Difference } from "./difference.ts";
import { isObject, listOf } from "./json.ts";

/**
 * Something that a case may say and its resources do not, agreed to beforehand.
 *
 * - `default`: the field holds `value`, which is what a case means that leaves the field out;
 * - `empty`: a list or object with nothing in it;
 * - `order`: the order of a list whose entries are the same;
 * - `code`: the code `value` came back as `becomes`, which means the same;
 * - `unread`: a field of a site's own form of documents that no rule reads; the pointer is one into such a document.
 */
export interface Loss {
  /** JSON pointer, where `*` stands for any step and `**` for any number of them. */
  readonly pointer: string;
  readonly kind: "default" | "empty" | "order" | "code" | "unread";
  readonly value?: unknown;
  readonly becomes?: unknown;
  readonly reason: string;
}

/** A difference with the agreed loss behind it, where there is one. */
export interface ExplainedDifference extends Difference {
  readonly loss?: Loss;
}

/**
 * Reads a list of losses.
 *
 * @throws Error that names the first entry at fault by its place
 */
export function readLosses(text: string): readonly Loss[] {
  return listOf(JSON.parse(text)).map((entry, index) => {
    const isGood =
      isObject(entry) &&
      typeof entry["pointer"] === "string" &&
      ["default", "empty", "order", "code", "unread"].includes(String(entry["kind"])) &&
      typeof entry["reason"] === "string" &&
      ["default", "code"].includes(String(entry["kind"])) === "value" in entry &&
      (entry["kind"] === "code") === "becomes" in entry;
    if (!isGood)
      throw new Error(
        `Loss ${index} needs pointer, kind, reason, for a default its value, for a code also what it becomes.`,
      );
    return entry as unknown as Loss;
  });
}

/** Lists where two cases differ, each difference with the agreed loss that explains it. */
export function explainLosses(
  before: unknown,
  after: unknown,
  losses: readonly Loss[],
): readonly ExplainedDifference[] {
  const orders = losses.filter(({ kind }) => kind === "order");
  const reordered: ExplainedDifference[] = [];
  const aligned = orders.reduce((current, loss) => {
    const [name = ""] = loss.pointer.slice(1).split("/");
    const [ours, theirs] = [before, current].map((value) => (isObject(value) ? value[name] : undefined));
    if (!Array.isArray(ours) || !Array.isArray(theirs) || !isPermutation(ours, theirs)) return current;
    if (JSON.stringify(canonical(ours)) === JSON.stringify(canonical(theirs))) return current;
    reordered.push({ pointer: loss.pointer, loss });
    return { ...(current as object), [name]: ours as readonly unknown[] };
  }, after);
  const rest = findDifferences(before, aligned).map((difference): ExplainedDifference => {
    const loss = losses.find((one) => one.kind !== "order" && explains(one, difference));
    return loss === undefined ? difference : { ...difference, loss };
  });
  return [...reordered, ...rest];
}

function explains({ pointer, kind, value, becomes }: Loss, difference: Difference): boolean {
  if (kind === "code") {
    const isIt = difference.before === value && difference.after === becomes;
    return isIt && toPattern(pointer).test(difference.pointer);
  }
  if (kind === "unread") return false;
  if (difference.after !== undefined || !toPattern(pointer).test(difference.pointer)) return false;
  return kind === "empty" ? isEmpty(difference.before) : JSON.stringify(difference.before) === JSON.stringify(value);
}

/** Whether a loss is one of a place. */
export function isAt({ pointer }: Loss, place: string): boolean {
  return toPattern(pointer).test(place);
}

function toPattern(pointer: string): RegExp {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) =>
      step === "**" ? "(?:/[^/]+)*" : step === "*" ? "/[^/]+" : `/${step.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")}`,
    );
  return new RegExp(`^${steps.join("")}$`);
}

/** Nothing is in it, however deep. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  return isObject(value) && Object.values(value).every(isEmpty);
}

function isPermutation(one: readonly unknown[], other: readonly unknown[]): boolean {
  const texts = (list: readonly unknown[]) => list.map((item) => JSON.stringify(canonical(item))).sort();
  return JSON.stringify(texts(one)) === JSON.stringify(texts(other));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, child]) => [name, canonical(child)]),
  );
}
