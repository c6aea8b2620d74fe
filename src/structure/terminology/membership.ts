import type { Concept } from "./concept.ts";

/** Which codes of one system belong: all of them listed, or a rule that may not know. */
export interface Part {
  readonly listed?: ReadonlyMap<string, Concept> | undefined;
  readonly has: (code: string) => boolean | undefined;
}

/** The members of a value set. */
export interface Membership {
  readonly systems: ReadonlyMap<string, Part>;
  /** A part is not known here, so no code can be ruled out. */
  readonly isOpen: boolean;
}

/** A part whose codes are all listed. */
export function listedPart(listed: ReadonlyMap<string, Concept>): Part {
  return { listed, has: (code) => listed.has(code) };
}

/** A part that a rule decides. */
export function ruledPart(has: Part["has"]): Part {
  return { has };
}

/** No member is known, and none can be ruled out. */
export const OPEN: Membership = { systems: new Map(), isOpen: true };

export const NO_MEMBERS: Membership = { systems: new Map(), isOpen: false };

/** Whether a code of a system belongs; `undefined` where that is not known. */
export function hasCoding({ systems, isOpen }: Membership, system: string, code: string): boolean | undefined {
  const found = systems.get(system)?.has(code) ?? undefined;
  if (found === true || (!isOpen && systems.has(system))) return found;
  return isOpen ? undefined : false;
}

/** Whether a code belongs where its element implies the system. */
export function hasCode({ systems, isOpen }: Membership, code: string): boolean | undefined {
  let result: boolean | undefined = isOpen ? undefined : false;
  for (const part of systems.values()) {
    const found = part.has(code);
    if (found === true) return true;
    if (found === undefined) result = undefined;
  }
  return result;
}

/** Whether every member is listed. */
export function isListed({ systems, isOpen }: Membership): boolean {
  return !isOpen && [...systems.values()].every(({ listed }) => listed !== undefined);
}

/** R4 valueset.html#compositions: includes are joined. */
export function unite(a: Membership, b: Membership): Membership {
  const systems = new Map(a.systems);
  for (const [system, part] of b.systems) {
    const other = systems.get(system);
    systems.set(system, other ? uniteParts(other, part) : part);
  }
  return { systems, isOpen: a.isOpen || b.isOpen };
}

function uniteParts(a: Part, b: Part): Part {
  if (a.listed && b.listed) return listedPart(new Map([...a.listed, ...b.listed]));
  return ruledPart((code) => {
    const first = a.has(code);
    if (first === true) return true;
    const second = b.has(code);
    return second === true ? true : first === false && second === false ? false : undefined;
  });
}

/** R4 valueset.html#compositions: within one include, a code must be in every part. */
export function intersect(a: Membership, b: Membership): Membership {
  const systems = new Map<string, Part>();
  for (const system of new Set([...a.systems.keys(), ...b.systems.keys()])) {
    const first = partOf(a, system);
    const second = partOf(b, system);
    if (first && second) systems.set(system, intersectParts(first, second));
  }
  return { systems, isOpen: a.isOpen && b.isOpen };
}

function intersectParts(a: Part, b: Part): Part {
  if (a.listed && b.listed) return listedPart(new Map([...a.listed].filter(([code]) => b.has(code) === true)));
  return ruledPart((code) => {
    const first = a.has(code);
    if (first === false) return false;
    const second = b.has(code);
    return second === false ? false : first === true && second === true ? true : undefined;
  });
}

/** R4 valueset.html#compositions: what an exclude names does not belong. */
export function subtract(a: Membership, b: Membership): Membership {
  const systems = new Map<string, Part>();
  for (const [system, part] of a.systems) {
    const minus = partOf(b, system);
    systems.set(system, minus ? subtractPart(part, minus) : part);
  }
  return { systems, isOpen: a.isOpen };
}

function subtractPart(a: Part, b: Part): Part {
  if (a.listed && b.listed) return listedPart(new Map([...a.listed].filter(([code]) => b.has(code) !== true)));
  return ruledPart((code) => {
    const taken = b.has(code);
    if (taken === true || a.has(code) === false) return false;
    return taken === false ? a.has(code) : undefined;
  });
}

const nothingKnown = ruledPart(() => undefined);

/** What belongs of a system; `undefined` where nothing does. */
function partOf({ systems, isOpen }: Membership, system: string): Part | undefined {
  const part = systems.get(system);
  if (!isOpen) return part;
  return part ? uniteParts(part, nothingKnown) : nothingKnown;
}
