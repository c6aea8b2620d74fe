import type { TraceRecord } from "./records.ts";
import type { SitePut } from "./site.ts";

/** An object of the target as its records tell it: what was put where, and why. */
export interface Shadow {
  /** The record that made it. */
  readonly record: TraceRecord;
  /** When it was made, and when it was put where it is. */
  readonly when: number[];
  readonly fields: Map<string, Put[]>;
  /** A copied object that rules went on to fill. */
  readonly base: Put | undefined;
}

/** Something in a property: a value, or an object. */
export interface Put {
  readonly record: TraceRecord;
  readonly object?: Shadow;
  /** What stood there before. */
  readonly before?: Put;
}

/** Builds the objects of the target from their records. */
export function shadowsOf(records: readonly TraceRecord[]): ReadonlyMap<number, Shadow> {
  const shadows = new Map<number, Shadow>();
  for (const record of records) {
    const { kind } = record.site;
    const [first = -1, second = -1, third = 0] = record.args;
    if (kind === "object") addObject(record, first, second);
    if (kind === "leaf") put(shadows.get(first), { record });
    if (kind === "attach") {
      const object = shadows.get(first);
      if (object === undefined) continue;
      object.when.push(third);
      put(shadows.get(second), { record, object });
    }
  }
  return shadows;

  function addObject(record: TraceRecord, parent: number, when: number): void {
    const { property = "", isReached = false } = record.site;
    const around = shadows.get(parent);
    const there = isReached ? around?.fields.get(property)?.at(-1) : undefined;
    if (there?.object !== undefined) {
      shadows.set(record.id, there.object);
      return;
    }
    const object: Shadow = { record, when: [when], fields: new Map(), base: there };
    shadows.set(record.id, object);
    put(shadows.get(parent), { record, object });
    for (const one of record.site.puts ?? []) putLiteral(object, one, when);
  }

  /** What goes into an object as soon as it is made stands in its own record's site. */
  function putLiteral(around: Shadow, { puts, ...said }: SitePut, when: number): void {
    const kind = puts === undefined ? "leaf" : "object";
    const record: TraceRecord = {
      id: around.record.id,
      site: { ...said, kind, size: 2 },
      args: [around.record.id, when],
    };
    if (puts === undefined) {
      put(around, { record });
      return;
    }
    const object: Shadow = { record, when: [when], fields: new Map(), base: undefined };
    put(around, { record, object });
    for (const one of puts) putLiteral(object, one, when);
  }

  function put(around: Shadow | undefined, one: Put): void {
    const { property, isList = false } = one.record.site;
    if (around === undefined || property === undefined) return;
    const others = around.fields.get(property) ?? [];
    const before = isList ? undefined : others.at(-1);
    around.fields.set(property, isList ? [...others, one] : [before === undefined ? one : { ...one, before }]);
  }
}

/** Whether anything is in an object: what stays empty is not in the target. */
export function hasContent(object: Shadow): boolean {
  if (object.base !== undefined) return true;
  for (const puts of object.fields.values())
    if (puts.some((put) => put.object === undefined || hasContent(put.object))) return true;
  return false;
}
