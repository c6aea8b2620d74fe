import { LIST, leadsAfter, leadsIn, leadsOf, NOTHING, TEXT, TEXT_BEFORE, VALUE_BEFORE, type Leads } from "./leads.ts";

/**
 * Prints a tree of plain values, byte for byte as JSON.stringify does; in half of its time where that is promised.
 *
 * JSON.stringify looks at each character for one to escape, which is two thirds of its work on a bundle. Where no text needs
 * an escape (`promisePlain`), texts are put together as they are, and constants (`declareConstant`) as they were printed once.
 *
 * @param tree holds nothing with a `toJSON`; it may hold what `JSON.rawJSON` makes
 */
export function printJson(tree: object): string {
  if (!plainTrees.has(tree)) return JSON.stringify(tree);
  const text = Array.isArray(tree) ? withItems("[", tree, ROOT) : withObject("", tree, ROOT);
  // A text of many pieces is put together when a character is asked for: here, and not by whoever writes it out. Half of a
  // surrogate pair, which JSON escapes, is all that cutting plain texts can leave.
  return text.charCodeAt(0) > 0 && text.isWellFormed() ? text : JSON.stringify(tree);
}

/**
 * Promises that a tree holds JSON's own values only, and no text with a character that JSON escapes (a quote, a backslash, a
 * control character: https://tc39.es/ecma262/#sec-quotejsonstring), and that it will stay so.
 */
export function promisePlain(tree: object): void {
  plainTrees.add(tree);
}

/**
 * Says that a value never changes, so that it is printed once for all the trees that it will be a part of. Its texts may need
 * escapes.
 *
 * @param constant never changed, nor anything in it
 */
export function declareConstant(constant: object): void {
  constants.set(constant, NOT_PRINTED);
}

/** Whether a value was declared constant, alone or as a part of one. */
export function isConstant(value: object): boolean {
  return constants.has(value);
}

const plainTrees = new WeakSet<object>();
const constants = new WeakMap<object, string>();
const NOT_PRINTED = "";
const ROOT = leadsOf("");

// Each function gives the text so far with something added to it, since one long chain of pieces is put together fastest.

/** @param around the leads of the name that the object, or the list around it, is the value of */
function withObject(before: string, object: object, around: Leads): string {
  let text = before;
  let place = NOTHING;
  let leads = around;
  for (const name in object) {
    const value = (object as Record<string, unknown>)[name];
    leads = place === NOTHING ? leadsIn(around, name) : leadsAfter(leads, name);
    if (typeof value === "string") {
      if (name === "rawJSON" && isRawJSON(object)) return before + value;
      text = text + (leads.pieces[place + TEXT] as string) + value;
      place = TEXT_BEFORE;
      continue;
    }
    const constant = constantText(value);
    if (constant !== undefined) text = text + (leads.pieces[place] as string) + constant;
    else if (Array.isArray(value)) text = withItems(text + (leads.pieces[place + LIST] as string), value, leads);
    else text = withObject(text + (leads.pieces[place] as string), value as object, leads);
    place = VALUE_BEFORE;
  }
  if (place === NOTHING) return `${text}{}`;
  return place === TEXT_BEFORE ? `${text}"}` : `${text}}`;
}

/** Adds the items of a list and its end. */
function withItems(before: string, list: readonly unknown[], around: Leads): string {
  let text = before;
  for (let index = 0; index < list.length; index++) {
    if (index > 0) text += ",";
    const value = list[index];
    const constant = typeof value === "string" ? `"${value}"` : constantText(value);
    if (constant !== undefined) text += constant;
    else if (Array.isArray(value)) text = withItems(`${text}[`, value, around);
    else text = withObject(text, value as object, around);
  }
  return `${text}]`;
}

/** The text of a value that is constant or short; undefined for an object that has to be gone through. */
function constantText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return String(value);
  const text = constants.get(value);
  return text === NOT_PRINTED ? printConstant(value) : text;
}

function printConstant(constant: object): string {
  const text = JSON.stringify(constant);
  constants.set(constant, text);
  return text;
}

/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const { isRawJSON } = JSON as typeof JSON & { isRawJSON: (value: unknown) => boolean };
