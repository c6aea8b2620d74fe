import type { RuleIdentity } from "../../fhirpath/runtime/index.ts";
import { createNodes, type ConceptMapRows, type Places, type Translation } from "./nodes.ts";
import { below, pointersTo, stepsOf, valueAt } from "./pointer.ts";
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
  readonly where: string | undefined;
  /** Elements that it would have filled: `Observation.effective`; a type alone where a group would have filled some of it. */
  readonly into: readonly string[];
  /** The objects around it, by what they were made for: `madeFor` of an object of the target says the same. */
  readonly within: readonly number[];
}

/** Why an object of the target is there. */
export interface MadeFor {
  readonly rule: RuleIdentity;
  readonly line: number;
  /** Pointers to what the rule went through that made it, or asked. */
  readonly because: readonly string[];
  /** The firings of rules that made it. */
  readonly firings: readonly number[];
}

export interface TraceReader {
  /** The origin of each leaf of a target, in the order of the target. */
  readonly leaves: (target: object) => readonly Leaf[];
  /** Rules that did not fire, in the order in which they were asked. */
  readonly misses: () => readonly Miss[];
  /** What an object of the target was made for; undefined where there is none. */
  readonly madeFor: (target: object, pointer: string) => MadeFor | undefined;
  /** Leaves of the source that no rule looked at. */
  readonly unread: () => readonly string[];
}

/** What decided that something is there: ids of records, and the places that they mean. */
interface Deciders {
  readonly ids: readonly number[];
  readonly pointers: readonly string[];
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

  /** What was decided around an object, with what decided some more. */
  function deeper(around: Deciders, ids: readonly number[]): Deciders {
    const more = ids.filter((id) => !around.ids.includes(id));
    if (more.length === 0) return around;
    const pointers = new Set([...around.pointers, ...more.flatMap((id) => nodes.when(id))]);
    return { ids: [...around.ids, ...more], pointers: [...pointers] };
  }

  function originOf(put: Put, around: Deciders, steps: readonly string[]): LeafOrigin {
    const { record } = put;
    const { from = [], because = [], line } = record.site;
    const places = nodes.places(record, from, true);
    const whens = [record.args[1] ?? 0];
    for (let before = put.before; before !== undefined; before = before.before) whens.push(before.record.args[1] ?? 0);
    const isTranslated = places.translations.length > 0;
    // Of a translated Coding the code carries what was translated; its system is that of the ConceptMap's group.
    const isDecided = isTranslated && steps.at(-1) === "system";
    const decided = deeper(around, whens).pointers;
    const more = [...nodes.places(record, because, false).pointers, ...(isDecided ? places.pointers : [])];
    return {
      rule: ruleOf(record),
      line,
      from: isDecided ? [] : isTranslated ? places.pointers : places.pointers.map((one) => furthest(one, steps)),
      because: more.length === 0 ? decided : [...new Set([...decided, ...more])],
      translations: places.translations,
    };
  }

  /** The part of a copied object that a part of the copy comes from. */
  function furthest(pointer: string, steps: readonly string[]): string {
    const inside = steps.reduce(below, pointer);
    return valueAt(source, inside) === undefined ? pointer : inside;
  }

  function* walk(value: object, pointer: string, shadow: Shadow, outer: Deciders): Generator<Leaf> {
    const around = deeper(outer, shadow.when);
    for (const [property, item] of Object.entries(value)) {
      const at = below(pointer, property);
      const puts = shadow.fields.get(property)?.filter((put) => put.object === undefined || hasContent(put.object));
      if (property === "resourceType" && puts === undefined) {
        yield { pointer: at, origin: { ...originOf(shadow, around, []), from: [], translations: [] } };
      } else if (Array.isArray(item) && puts?.[0]?.record.site.isList === true) {
        const isWhole = puts.length === item.length;
        for (const [index, one] of (item as unknown[]).entries())
          yield* walkPut(one, below(at, index), isWhole ? puts[index] : undefined, around);
      } else if (puts === undefined && shadow.base !== undefined) {
        yield* walkCopy(item, at, shadow.base, around, [property]);
      } else {
        yield* walkPut(item, at, puts?.at(-1), around);
      }
    }
  }

  function* walkPut(value: unknown, pointer: string, put: Put | undefined, around: Deciders): Generator<Leaf> {
    if (put === undefined) for (const leaf of pointersTo(value, pointer)) yield { pointer: leaf, origin: undefined };
    else if (put.object !== undefined) yield* walk(Object(value) as object, pointer, put.object, around);
    else yield* walkCopy(value, pointer, put, around, []);
  }

  /** A value that was put as a whole: its parts come from the parts of what was copied. */
  function* walkCopy(
    value: unknown,
    pointer: string,
    put: Put,
    around: Deciders,
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
          where: record.site.where,
          into: record.site.into ?? [],
          within: firingsAround(record.args[0] ?? 0),
        };
      });
  }

  /** A firing and those around it. */
  function firingsAround(id: number): number[] {
    const around = id > 0 ? (records.get(id)?.args[0] ?? 0) : undefined;
    return around === undefined ? [id] : [id, ...firingsAround(around)];
  }

  function madeFor(target: object, pointer: string): MadeFor | undefined {
    const found = shadowAt(target, pointer);
    if (found === undefined) return undefined;
    const { record } = found;
    const because = [...new Set(found.when.flatMap((id) => nodes.ownWhen(id)))];
    return { rule: ruleOf(record), line: record.site.line, because, firings: found.when };
  }

  function shadowAt(target: object, pointer: string): Shadow | undefined {
    let shadow = rootShadow();
    let value: unknown = target;
    const steps = stepsOf(pointer);
    for (let index = 0; index < steps.length && shadow !== undefined; index++) {
      const puts: readonly Put[] = (shadow.fields.get(steps[index] ?? "") ?? []).filter(
        (put) => put.object === undefined || hasContent(put.object),
      );
      value = (value as Record<string, unknown> | undefined)?.[steps[index] ?? ""];
      const isList = Array.isArray(value);
      const put: Put | undefined = isList ? puts[Number(steps[++index])] : puts.at(-1);
      if (isList) value = (value as unknown[])[Number(steps[index])];
      shadow = put?.object;
    }
    return shadow;
  }

  function rootShadow(): Shadow | undefined {
    const root = list.find(({ site }) => site.kind === "object");
    return root === undefined ? undefined : shadows.get(root.id);
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
      const shadow = rootShadow();
      return shadow === undefined ? [] : [...walk(target, "", shadow, { ids: [], pointers: [] })];
    },
    misses,
    madeFor,
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
