import { below, expand, valueAt } from "./pointer.ts";
import type { TraceRecord } from "./records.ts";
import { NONE, ROOT, type SitePart, type TracedRow } from "./site.ts";

/** A row of a ConceptMap that a value went through. */
export interface Translation {
  readonly conceptMap: string;
  /** Where the row stands: `group[0].element[3]`. */
  readonly group: number;
  readonly element: number;
  /** What was looked up, and what it became. */
  readonly code: string;
  readonly target: string;
}

/** Where a value comes from. */
export interface Places {
  /** JSON pointers, each once. */
  readonly pointers: readonly string[];
  readonly translations: readonly Translation[];
}

export type ConceptMapRows = Readonly<Record<string, readonly TracedRow[]>>;

const nowhere: Places = { pointers: [], translations: [] };

/** Finds the places in the source that records mean. */
export interface Nodes {
  /** What parts of a record's site mean. @param onlyThere leaves out what is not in the source */
  readonly places: (record: TraceRecord, parts: readonly SitePart[], onlyThere: boolean) => Places;
  /** All that a rule depends on, with the rules around it. */
  readonly when: (id: number) => readonly string[];
  /** What the rule itself depends on. */
  readonly ownWhen: (id: number) => readonly string[];
}

/**
 * @param insideOf places of what was put into an object of the target, at a path in it, before a record
 */
export function createNodes(
  records: ReadonlyMap<number, TraceRecord>,
  conceptMaps: ConceptMapRows,
  source: unknown,
  insideOf: (object: number, path: string, before: number) => Places,
): Nodes {
  const known = new Map<number, Places>([
    [ROOT, { pointers: [""], translations: [] }],
    [NONE, { pointers: [], translations: [] }],
  ]);
  const depends = new Map<number, readonly string[]>([[ROOT, []]]);

  function node(id: number): Places {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    return found;
  }

  function read(id: number): Places {
    const record = records.get(id);
    if (record === undefined) return { pointers: [], translations: [] };
    const { site, args } = record;
    const around = patterns(record, site.from ?? []);
    if (site.kind !== "item") return around;
    return { ...around, pointers: around.pointers.map((pointer) => below(pointer, args[0] ?? 0)) };
  }

  /** As `places`, with every `*` still in it. */
  function patterns(record: TraceRecord, parts: readonly SitePart[]): Places {
    const pointers = new Set<string>();
    const translations: Translation[] = [];
    for (const { argument, path, rows = [] } of parts) {
      const id = record.args[argument] ?? NONE;
      // A value that was read from the target comes from where that came from.
      const isMade = records.get(id)?.site.kind === "object";
      const base = isMade ? insideOf(id, path, record.id) : node(id);
      for (const pointer of base.pointers) pointers.add(isMade ? pointer : pointer + path);
      for (const one of base.translations) if (!translations.includes(one)) translations.push(one);
      for (const row of rows) {
        const found = conceptMaps[row.conceptMap]?.[record.args[row.argument] ?? NONE];
        if (found === undefined) continue;
        const [group, element, code, target] = found;
        const isKnown = translations.some(
          (one) => one.conceptMap === row.conceptMap && one.group === group && one.element === element,
        );
        if (!isKnown) translations.push({ conceptMap: row.conceptMap, group, element, code, target });
      }
    }
    return { pointers: [...pointers], translations };
  }

  function places(record: TraceRecord, parts: readonly SitePart[], onlyThere: boolean): Places {
    if (parts.length === 0) return nowhere;
    const { pointers, translations } = patterns(record, parts);
    const expanded = [...new Set(pointers.flatMap((pattern) => expand(source, pattern)))];
    const there = (pointer: string) => valueAt(source, pointer) !== undefined;
    return { pointers: onlyThere ? expanded.filter(there) : expanded, translations };
  }

  function when(id: number): readonly string[] {
    const found = depends.get(id) ?? readWhen(id);
    depends.set(id, found);
    return found;
  }

  function readWhen(id: number): readonly string[] {
    const record = records.get(id);
    return record === undefined ? [] : [...new Set([...when(record.args[0] ?? ROOT), ...ownWhen(id)])];
  }

  function ownWhen(id: number): readonly string[] {
    const record = records.get(id);
    if (record === undefined) return [];
    const { from = [], because = [] } = record.site;
    return [...new Set([...places(record, from, false).pointers, ...places(record, because, false).pointers])];
  }

  return { places, when, ownWhen };
}
