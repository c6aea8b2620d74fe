import { ENDED_COUNT, textOf, type Ended } from "./ended.ts";

/**
 * What leads to a value in the text of a tree, in one piece, since a text is made in less time of fewer pieces: what ended
 * before, what begins with the value, and its name (`"}],"subject":{"reference":"`).
 *
 * Maps make the same names in the same order again and again. So what came last time is remembered where it is met first: the
 * time of a look into a table, and of what it displaces from the processor's caches, is more than that of the piece itself.
 */
export interface Leads {
  /** Of the member; empty for an item of a list. */
  readonly name: string;
  /** The first of its places. */
  readonly places: number;
  /** Where it stood last time, and its piece there; and the same of the place before that one. */
  place: Place;
  piece: string;
  earlierPlace: Place;
  earlierPiece: string;
  /** The leads of the member that came after this one last time, and of another one that came before that. */
  after: Leads | undefined;
  earlierAfter: Leads | undefined;
  /** Of the first member in its value. */
  inside: Leads | undefined;
  /** The leads of the items, if it is a list. */
  firstItem: Leads | undefined;
  nextItem: Leads | undefined;
  readonly all: AllLeads;
}

/** A number of its own for leads, what ended before them, and whether they end in the quote of a text. */
export type Place = number;

/** What is asked only where something else comes than last time. */
interface AllLeads {
  /** The piece without what ended before and the quote of a text. */
  readonly opening: string;
  readonly pieces: Map<Place, string>;
  readonly inside: Map<string, Leads>;
}

/** The place of a value after what ended. */
export function placeOfValue(leads: Leads, ended: Ended): Place {
  return leads.places + 2 * ended;
}

/** The place of a text, whose quote the piece ends in. */
export function placeOfText(leads: Leads, ended: Ended): Place {
  return leads.places + 2 * ended + 1;
}

/** The piece of leads at one of their places. */
export function pieceAt(leads: Leads, place: Place): string {
  return leads.place === place ? leads.piece : otherPiece(leads, place);
}

/** The leads of the member that comes after another one. */
export function leadsAfter(leads: Leads, name: string): Leads {
  const { after } = leads;
  return after !== undefined && after.name === name ? after : otherAfter(leads, name);
}

function otherAfter(leads: Leads, name: string): Leads {
  const { after, earlierAfter } = leads;
  leads.earlierAfter = after;
  return (leads.after = earlierAfter !== undefined && earlierAfter.name === name ? earlierAfter : leadsOf(name));
}

/** The leads of the first member of an object, which is the value after other leads. */
export function leadsInside(around: Leads, name: string): Leads {
  const { inside } = around;
  return inside !== undefined && inside.name === name ? inside : (around.inside = otherInside(around, name));
}

/** The leads of an item of a list, which is the value after other leads. */
export function leadsToItem(list: Leads, index: number): Leads {
  if (index > 0) return (list.nextItem ??= createLeads("", ","));
  return (list.firstItem ??= createLeads("", `${list.all.opening}[`));
}

/** The leads of a whole tree, which nothing stands before. */
export function leadsToTree(): Leads {
  // R4 has some 2,000 names of elements; made-up ones may not fill the memory.
  if (count > MOST_LEADS) {
    count = 0;
    members.clear();
    tree = createLeads("", "");
  }
  return tree;
}

/** The leads of a member after another one, whatever the object. */
function leadsOf(name: string): Leads {
  const known = members.get(name);
  if (known !== undefined) return known;
  const leads = createLeads(name, `,${JSON.stringify(name)}:`);
  members.set(name, leads);
  return leads;
}

function otherInside({ all }: Leads, name: string): Leads {
  const known = all.inside.get(name);
  if (known !== undefined) return known;
  const leads = createLeads(name, `${all.opening}{${JSON.stringify(name)}:`);
  all.inside.set(name, leads);
  return leads;
}

function otherPiece(leads: Leads, place: Place): string {
  const { place: last, piece, earlierPlace, earlierPiece } = leads;
  leads.earlierPlace = last;
  leads.earlierPiece = piece;
  leads.place = place;
  return (leads.piece = earlierPlace === place ? earlierPiece : knownPiece(leads, place));
}

function knownPiece(leads: Leads, place: Place): string {
  const { places, all } = leads;
  const known = all.pieces.get(place);
  if (known !== undefined) return known;
  const ended = (place - places) >> 1;
  const piece = joined(textOf(ended), all.opening, place === placeOfText(leads, ended) ? '"' : "");
  all.pieces.set(place, piece);
  return piece;
}

/** The parts as one stretch of characters: a sum of them would be looked through each time that it becomes part of a text. */
export function joined(...parts: readonly string[]): string {
  return parts.join("");
}

function createLeads(name: string, opening: string): Leads {
  const places = nextPlaces;
  count++;
  nextPlaces += 2 * ENDED_COUNT;
  return {
    name,
    places,
    place: NO_PLACE,
    piece: "",
    earlierPlace: NO_PLACE,
    earlierPiece: "",
    after: undefined,
    earlierAfter: undefined,
    inside: undefined,
    firstItem: undefined,
    nextItem: undefined,
    all: { opening, pieces: new Map(), inside: new Map() },
  };
}

/** Before any. */
export const NO_PLACE: Place = 0;
const MOST_LEADS = 10_000;
const members = new Map<string, Leads>();
let count = 0;
let nextPlaces = 1;
let tree = createLeads("", "");
