import type { RuleIdentity } from "../../fhirpath/runtime/index.ts";
import { createNodes, type ConceptMapRows, type Places, type Translation } from "./nodes.ts";
import { below, pointersTo, valueAt } from "./pointer.ts";
import { recordsOf, type TraceRecord } from "./records.ts";
import { hasContent, shadowsOf, type Put, type Shadow } from "./shadow.ts";
import type { Site } from "./site.ts";

export type { Translation } from "./nodes.ts";

/** What a traced module exports for those who read its traces. */
export interface TraceTables {
  readonly sites: readonly Site[];
  readonly conceptMaps: ConceptMapRows;
  readonly rules: readonly RuleIdentity[];
}

/** Where one leaf comes from. */
export interface LeafOrigin {
  readonly rule: RuleIdentity;
  /** The line of the target in the map's file. */
  readonly line: number;
  /** Pointers to what the value carries; none for a literal of the map. */
  readonly from: readonly string[];
  /** Pointers to what decided that it is there: also to what is not there, and decided by that. */
  readonly because: readonly string[];
  readonly translations: readonly Translation[];
}

/** A leaf of the target: a value that is neither an object nor a list. */
export interface Leaf {
  readonly pointer: string;
  /** Undefined only where the records and the target do not fit together. */
  readonly origin: LeafOrigin | undefined;
}

/** A rule that was asked and did not fire. */
export interface Miss {
  readonly rule: RuleIdentity;
  readonly line: number;
  /** `empty`: the source has nothing there; `where`: its condition was not met. */
  readonly reason: "empty" | "where";
  /** The source's own element. */
  readonly source: readonly string[];
  /** What the condition looked at. */
  readonly because: readonly string[];
}

export interface TraceReader {
  /** The origin of each leaf of a target, in the order of the target. */
  readonly leaves: (target: object) => readonly Leaf[];
  /** Rules that did not fire, in the order in which they were asked. */
  readonly misses: () => readonly Miss[];
  /** Leaves of the source that no rule looked at. */
  readonly unread: () => readonly string[];
}

/**
 * Reads a trace.
 *
 * @param source what the map ran on
 * @throws RangeError for a trace that this module did not make
 */
export function readTrace(trace: ArrayLike<number>, tables: TraceTables, source: unknown): TraceReader {
  const list = recordsOf(trace, tables.sites);
  const records = new Map(list.map((record) => [record.id, record]));
  const shadows = shadowsOf(list);
  const nodes = createNodes(records, tables.conceptMaps, source, insideOf);
  const unknownRule: RuleIdentity = { id: -1, group: "", name: "", file: "", line: 0, column: 0 };
  const ruleOf = ({ site }: TraceRecord): RuleIdentity => tables.rules[site.rule] ?? unknownRule;

  function insideOf(object: number, path: string, before: number): Places {
    const steps = path.split("/").filter((step) => step !== "" && step !== "*");
    const found = [...putsAt(shadows.get(object), steps)]
      .filter(({ record }) => record.id < before)
      .map(({ record }) => nodes.places(record, record.site.from ?? [], true));
    return {
      pointers: [...new Set(found.flatMap(({ pointers }) => pointers))],
      translations: found.flatMap(({ translations }) => translations),
    };
  }

  function originOf(put: Put, around: readonly number[], steps: readonly string[]): LeafOrigin {
    const { record } = put;
    const { from = [], because = [], line } = record.site;
    const places = nodes.places(record, from, true);
    const deciders = new Set([...around, record.args[1] ?? 0].flatMap((id) => nodes.when(id)));
    for (const pointer of nodes.places(record, because, false).pointers) deciders.add(pointer);
    for (let before = put.before; before !== undefined; before = before.before)
      for (const pointer of nodes.when(before.record.args[1] ?? 0)) deciders.add(pointer);
    const isTranslated = places.translations.length > 0;
    // Of a translated Coding the code carries what was translated; its system is that of the ConceptMap's group.
    const isDecided = isTranslated && steps.at(-1) === "system";
    if (isDecided) for (const pointer of places.pointers) deciders.add(pointer);
    return {
      rule: ruleOf(record),
      line,
      from: isDecided ? [] : isTranslated ? places.pointers : places.pointers.map((one) => furthest(one, steps)),
      because: [...deciders],
      translations: places.translations,
    };
  }

  /** The part of a copied object that a part of the copy comes from. */
  function furthest(pointer: string, steps: readonly string[]): string {
    const inside = steps.reduce(below, pointer);
    return valueAt(source, inside) === undefined ? pointer : inside;
  }

  function* walk(value: unknown, pointer: string, shadow: Shadow, around: readonly number[]): Generator<Leaf> {
    const whens = [...around, ...shadow.when];
    for (const [property, item] of Object.entries(value as object)) {
      const at = below(pointer, property);
      const puts = shadow.fields.get(property)?.filter((put) => put.object === undefined || hasContent(put.object));
      if (property === "resourceType" && puts === undefined) {
        const { record } = shadow;
        const origin = { ...originOf({ record }, whens, []), from: [], translations: [] };
        yield { pointer: at, origin };
      } else if (Array.isArray(item) && puts !== undefined && puts[0]?.record.site.isList === true) {
        for (const [index, one] of (item as unknown[]).entries())
          yield* walkPut(one, below(at, index), puts.length === item.length ? puts[index] : undefined, whens);
      } else if (puts === undefined && shadow.base !== undefined) {
        yield* walkCopy(item, at, shadow.base, whens, [property]);
      } else {
        yield* walkPut(item, at, puts?.at(-1), whens);
      }
    }
  }

  function* walkPut(value: unknown, pointer: string, put: Put | undefined, around: readonly number[]): Generator<Leaf> {
    if (put === undefined) for (const leaf of pointersTo(value, pointer)) yield { pointer: leaf, origin: undefined };
    else if (put.object !== undefined) yield* walk(value, pointer, put.object, around);
    else yield* walkCopy(value, pointer, put, around, []);
  }

  /** A value that was put as a whole: its parts come from the parts of what was copied. */
  function* walkCopy(
    value: unknown,
    pointer: string,
    put: Put,
    around: readonly number[],
    steps: readonly string[],
  ): Generator<Leaf> {
    if (typeof value !== "object" || value === null || "rawJSON" in value) {
      yield { pointer, origin: originOf(put, around, steps) };
      return;
    }
    for (const [step, item] of Object.entries(value))
      yield* walkCopy(item, below(pointer, step), put, around, [...steps, step]);
  }

  function misses(): Miss[] {
    return list
      .filter(({ site }) => site.kind === "miss")
      .map((record) => {
        const { from = [], because = [], line } = record.site;
        const { pointers } = nodes.places(record, from, false);
        const isThere = from.length === 0 || pointers.some((pointer) => valueAt(source, pointer) !== undefined);
        return {
          rule: ruleOf(record),
          line,
          reason: isThere && because.length > 0 ? "where" : "empty",
          source: pointers,
          because: nodes.places(record, because, false).pointers,
        };
      });
  }

  function unread(): string[] {
    const looked = new Set<string>();
    const whole: string[] = [];
    for (const record of list) {
      const { kind, from = [], because = [] } = record.site;
      for (const pointer of nodes.places(record, because, false).pointers) looked.add(pointer);
      for (const pointer of nodes.places(record, from, false).pointers) {
        looked.add(pointer);
        const value = kind === "leaf" ? valueAt(source, pointer) : undefined;
        if (typeof value === "object" && value !== null) whole.push(`${pointer}/`);
      }
    }
    return [...pointersTo(source)].filter(
      (pointer) => !looked.has(pointer) && !whole.some((start) => pointer.startsWith(start)),
    );
  }

  return {
    leaves(target) {
      const root = list.find(({ site }) => site.kind === "object");
      const shadow = root === undefined ? undefined : shadows.get(root.id);
      return shadow === undefined ? [] : [...walk(target, "", shadow, [])];
    },
    misses,
    unread,
  };
}

/** The values at a path in an object, and all that is in what is there. */
function* putsAt(object: Shadow | undefined, [step, ...rest]: readonly string[]): Generator<Put> {
  for (const [property, puts] of object?.fields ?? []) {
    if (step !== undefined && property !== step) continue;
    for (const put of puts) {
      if (put.object === undefined) yield put;
      else yield* putsAt(put.object, rest);
    }
  }
}
