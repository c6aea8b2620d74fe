/** What is read of a ConceptMap, https://hl7.org/fhir/R4/conceptmap.html */
export interface ConceptMap {
  readonly resourceType: "ConceptMap";
  readonly url: string;
  readonly group?: readonly {
    readonly source?: string;
    readonly target?: string;
    readonly element?: readonly {
      readonly code?: string;
      readonly target?: readonly { readonly code?: string; readonly display?: string; readonly equivalence?: string }[];
    }[];
  }[];
}

/** What is read of a CodeSystem, https://hl7.org/fhir/R4/codesystem.html */
export interface CodeSystem {
  readonly resourceType: "CodeSystem";
  readonly url: string;
  readonly concept?: readonly Concept[];
}
interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly concept?: readonly Concept[];
}

/** Displays by code, children included. */
export function displaysOf(system: CodeSystem | undefined): ReadonlyMap<string, string> {
  const displays = new Map<string, string>();
  const add = (concepts: readonly Concept[]) => {
    for (const { code, display, concept } of concepts) {
      if (display !== undefined) displays.set(code, display);
      add(concept ?? []);
    }
  };
  add(system?.concept ?? []);
  return displays;
}

/** What a code becomes: its target, or "ambiguous" where HL7's engine refuses to choose. */
export type Translation =
  | {
      readonly system: string | undefined;
      readonly code: string;
      readonly display?: string;
      /** Where it stands in the ConceptMap: the group and the element in it. */
      readonly row: ConceptMapRow;
    }
  | "ambiguous";

export type ConceptMapRow = readonly [group: number, element: number];

/**
 * The translations of a ConceptMap by system and code, as HL7's engine finds them: of the first element with the code, exactly
 * one target, which must say that the two mean alike or that the target is wider (`narrower` and `specializes` do not count).
 */
export function translationsOf(map: ConceptMap, system?: string): ReadonlyMap<string, Translation> {
  const found = new Map<string, Translation>();
  for (const [groupIndex, group] of (map.group ?? []).entries()) {
    if (system !== undefined && group.source !== system) continue;
    for (const [elementIndex, { code, target }] of (group.element ?? []).entries()) {
      if (code === undefined || found.has(code)) continue;
      const [only, ...more] = target ?? [];
      const to = more.length === 0 && usable.has(only?.equivalence ?? "equivalent") ? only?.code : undefined;
      const display = only?.display === undefined ? {} : { display: only.display };
      found.set(
        code,
        to === undefined
          ? "ambiguous"
          : { system: group.target, code: to, ...display, row: [groupIndex, elementIndex] },
      );
    }
  }
  return found;
}

/** The translations of a ConceptMap by `system|code`, for sources that are Codings. */
export function codingTranslationsOf(map: ConceptMap): ReadonlyMap<string, Translation> {
  const systems = new Set((map.group ?? []).map(({ source = "" }) => source));
  return new Map(
    [...systems].flatMap((system) =>
      [...translationsOf(map, system)].map(([code, to]): [string, Translation] => [`${system}|${code}`, to]),
    ),
  );
}

const usable: ReadonlySet<string> = new Set(["equal", "equivalent", "wider", "relatedto", "subsumes", "inexact"]);
