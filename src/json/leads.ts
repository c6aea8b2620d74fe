/**
 * What leads to the values of one name, each in one piece, since a text is made in less time of fewer pieces: what ends the
 * value before or begins the object, the name, and what begins the value (`","status":"`).
 */
export interface Leads {
  readonly name: string;
  /** By what stands before the name, plus what follows it. */
  readonly pieces: readonly string[];
  /** The leads of the name that came after this one last time, and of the first name in its value: mostly they do again. */
  after: Leads | undefined;
  inside: Leads | undefined;
}

// What stands before a name.
export const NOTHING = 0;
export const TEXT_BEFORE = 3;
export const VALUE_BEFORE = 6;
// What follows it, if it is not any value.
export const TEXT = 1;
export const LIST = 2;

/** The leads of a name, from a table. */
export function leadsOf(name: string): Leads {
  const known = table.get(name);
  if (known !== undefined) return known;
  const written = `${JSON.stringify(name)}:`;
  const pieces = ["{", '",', ","].flatMap((before) => ["", '"', "["].map((begin) => before + written + begin));
  const leads = { name, pieces, after: undefined, inside: undefined };
  // R4 has some 2,000 names of elements; made-up ones may not fill the memory.
  if (table.size >= MOST_NAMES) table.clear();
  table.set(name, leads);
  return leads;
}

/** The leads of the name that comes after another one. */
export function leadsAfter(leads: Leads, name: string): Leads {
  if (leads.after?.name === name) return leads.after;
  return (leads.after = leadsOf(name));
}

/** The leads of the first name in an object, which is the value of another name. */
export function leadsIn(around: Leads, name: string): Leads {
  if (around.inside?.name === name) return around.inside;
  return (around.inside = leadsOf(name));
}

const MOST_NAMES = 10_000;
const table = new Map<string, Leads>();
