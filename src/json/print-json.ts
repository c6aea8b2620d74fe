import { endList, endObject, isFull, TEXT_ENDED, textOf, VALUE_ENDED, type Ended } from "./ended.ts";
import {
  joined,
  leadsAfter,
  leadsInside,
  leadsToItem,
  leadsToTree,
  NO_PLACE,
  pieceAt,
  placeOfText,
  placeOfValue,
  type Leads,
  type Place,
} from "./leads.ts";
import { isRawJSON } from "./raw-json.ts";

/**
 * Prints a tree of plain values, byte for byte as JSON.stringify does; in half of its time where that is promised.
 *
 * JSON.stringify looks at each character for one to escape, which is two thirds of its work on a bundle. Where no text needs
 * an escape (`promisePlain`), texts are put together as they are, and constants (`declareConstant`) as they were printed once.
 *
 * @param tree holds nothing with a `toJSON`; it may hold what `JSON.rawJSON` makes
 */
export function printJson(tree: object): string {
  if (!isPlain(tree)) return JSON.stringify(tree);
  ended = VALUE_ENDED;
  const text = withEnded(withValue("", tree, leadsToTree()));
  // A text of many pieces is put together when a character is asked for: here, and not by whoever writes it out. Half of a
  // surrogate pair, which JSON escapes, is all that cutting plain texts can leave.
  return text.charCodeAt(0) > 0 && text.isWellFormed() ? text : JSON.stringify(tree);
}

/**
 * Promises that a tree holds JSON's own values only, and no text with a character that JSON escapes (a quote, a backslash, a
 * control character: https://tc39.es/ecma262/#sec-quotejsonstring), and that it will stay so.
 */
export function promisePlain(tree: object): void {
  if (!isPlain(tree)) new PlainTree(tree);
}

/** Whether that was promised of a tree. */
export function isPlain(tree: object): boolean {
  return PlainTree.is(tree);
}

/** A class that extends this one adds its private fields to the object that it is given. */
const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** The mark is a private field, which no copy of the tree has; V8 finds it faster than the tree in a WeakSet. */
class PlainTree extends Given {
  readonly #promise = true;

  static is(object: object): boolean {
    return #promise in object;
  }
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

const constants = new WeakMap<object, Constant>();

/** How a constant is printed. */
interface Constant {
  readonly text: string;
  /** Where it was printed first, and what stood there: its leads and itself. Mostly it is always there. */
  readonly place: Place;
  readonly withLeads: string;
}

/** Stands for all that were not printed yet. */
const NOT_PRINTED: Constant = { text: "", place: NO_PLACE, withLeads: "" };

/** What ended since the last value in the text that is being made; it is printed with the leads of the next one. */
let ended: Ended = VALUE_ENDED;

// Each function gives the text so far with something added to it, since one long chain of pieces is put together fastest.

/** Adds a value, and what leads to it. */
function withValue(before: string, value: unknown, leads: Leads): string {
  if (typeof value === "string") {
    const text = before + pieceAt(leads, placeOfText(leads, ended)) + value;
    ended = TEXT_ENDED;
    return text;
  }
  if (typeof value !== "object" || value === null)
    return withWord(before, `${value as number | boolean | null}`, leads);
  const constant = constants.get(value);
  if (constant !== undefined) return withConstant(before, constant, value, leads);
  return Array.isArray(value) ? withList(before, value, leads) : withObject(before, value, leads);
}

function withObject(before: string, object: object, around: Leads): string {
  let text = before;
  let leads: Leads | undefined;
  for (const name in object) {
    const value = (object as Record<string, unknown>)[name];
    if (leads === undefined) {
      if (name === "rawJSON" && isRawJSON(object)) return withWord(before, value as string, around);
      leads = leadsInside(around, name);
    } else leads = leadsAfter(leads, name);
    text = withValue(text, value, leads);
  }
  if (leads === undefined) return withWord(before, "{}", around);
  if (isFull(ended)) text = withEnded(text);
  ended = endObject(ended);
  return text;
}

function withList(before: string, list: readonly unknown[], around: Leads): string {
  if (list.length === 0) return withWord(before, "[]", around);
  let text = before;
  for (let index = 0; index < list.length; index++) text = withValue(text, list[index], leadsToItem(around, index));
  if (isFull(ended)) text = withEnded(text);
  ended = endList(ended);
  return text;
}

/** Adds a value that is printed without quotes. */
function withWord(before: string, word: string, leads: Leads): string {
  const text = before + pieceAt(leads, placeOfValue(leads, ended)) + word;
  ended = VALUE_ENDED;
  return text;
}

function withConstant(before: string, known: Constant, value: object, leads: Leads): string {
  const place = placeOfValue(leads, ended);
  const constant = known === NOT_PRINTED ? printConstant(value, leads, place) : known;
  if (constant.place !== place) return withWord(before, constant.text, leads);
  ended = VALUE_ENDED;
  return before + constant.withLeads;
}

function printConstant(value: object, leads: Leads, place: Place): Constant {
  const text = JSON.stringify(value);
  const constant = { text, place, withLeads: joined(pieceAt(leads, place), text) };
  constants.set(value, constant);
  return constant;
}

/** Adds what ended, where no value comes next. */
function withEnded(before: string): string {
  const text = before + textOf(ended);
  ended = VALUE_ENDED;
  return text;
}
