import type { Issue, Result } from "../fhir/index.ts";
import { pointersTo, valueAt } from "../fml/trace/index.ts";
import { VERSIONS, type InputPlace, type Origin, type UnfiredRule, type Versions } from "../mapping/index.ts";
import { pathOf } from "./element-path.ts";
import type { OriginatedCase } from "./origins-of-case.ts";
import { selectElements } from "./select-elements.ts";

/** An element with its origin. */
export interface ExplainedElement {
  /** FHIRPath from the bundle. */
  readonly path: string;
  readonly resourceType?: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** A field of the case and what it became. */
export interface ExplainedField {
  readonly place: InputPlace;
  /** Elements that carry its value. */
  readonly became: readonly string[];
  /** Elements that are there because of it, or because of what it says. */
  readonly decided: readonly string[];
}

/** Where a case's resources come from, and what became of its fields. */
export interface Explanation {
  readonly caseId: string;
  readonly versions: Versions;
  readonly elements: readonly ExplainedElement[];
  readonly fields: readonly ExplainedField[];
  /** Fields that no rule read. */
  readonly unread: readonly InputPlace[];
  /** Rules that did not fire, and why. */
  readonly unfired: readonly UnfiredRule[];
}

/** What is asked; without anything, all is told. */
export interface Question {
  /** A FHIRPath expression that begins with a resource type or Bundle. */
  readonly element?: string;
  /** A JSON pointer into the case. */
  readonly field?: string;
}

/**
 * Explains a case: which fields are behind its elements, and what became of its fields.
 *
 * @returns an issue where the expression cannot be evaluated, or the pointer is none
 */
export function explainCase(asked: OriginatedCase, { element, field }: Question = {}): Result<Explanation> {
  if (field !== undefined && !/^(?:\/(?:[^~/]|~[01])*)*$/.test(field)) return { ok: false, issues: [NO_POINTER] };
  const selected = element === undefined ? undefined : selectElements(asked.bundle, element);
  if (selected?.ok === false) return selected;
  const { bundle, origins, valid } = asked;
  const wanted = (pointer: string): boolean => field === undefined || isAt(pointer, field);
  const leaves = origins.leaves.filter(
    ({ pointer, origin }) =>
      (selected === undefined || selected.value.has(pointer)) &&
      (field === undefined || origin.from.some((place) => wanted(place.pointer))),
  );
  const elements = leaves.map(({ pointer, origin }): ExplainedElement => {
    const resourceType = resourceTypeAt(bundle, pointer);
    return {
      path: pathOf(pointer),
      ...(resourceType !== undefined && { resourceType }),
      value: valueAt(bundle, pointer),
      origin,
    };
  });
  return {
    ok: true,
    value: {
      caseId: valid.document.caseId,
      versions: VERSIONS,
      elements,
      fields: element === undefined ? fieldsOf(asked).filter(({ place }) => wanted(place.pointer)) : [],
      unread: element === undefined ? origins.unread.filter(({ pointer }) => wanted(pointer)) : [],
      unfired: origins.unfired.filter((rule) => isAbout(rule, element, field)),
    },
  };
}

function fieldsOf({ valid, origins, received = valid.document }: OriginatedCase): readonly ExplainedField[] {
  const became = new Map<string, string[]>();
  const decided = new Map<string, string[]>();
  for (const { pointer, origin } of origins.leaves) {
    const path = pathOf(pointer);
    for (const place of origin.from) push(became, place.pointer, path);
    for (const place of origin.because) if (!origin.from.includes(place)) push(decided, place.pointer, path);
  }
  return [...pointersTo(received)].map((pointer) => ({
    place: origins.place(pointer),
    became: became.get(pointer) ?? [],
    decided: decided.get(pointer) ?? [],
  }));
}

function push(lists: Map<string, string[]>, name: string, item: string): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

/** Whether a rule would have written the element, or looked at the field. */
function isAbout({ source, because, into }: UnfiredRule, element?: string, field?: string): boolean {
  const reads = field === undefined || [...source, ...because].some(({ pointer }) => isAt(pointer, field));
  if (element === undefined) return reads;
  const plain = element.replaceAll(/\[\d+\]|\.where\([^()]*(?:\([^()]*\)[^()]*)*\)|\.ofType\(\w+\)/g, "");
  return reads && into.some((one) => plain === one || plain.startsWith(`${one}.`) || one.startsWith(`${plain}.`));
}

/** Whether a place is a field, or inside it. */
function isAt(pointer: string, field: string): boolean {
  return pointer === field || pointer.startsWith(`${field}/`);
}

function resourceTypeAt(bundle: OriginatedCase["bundle"], pointer: string): string | undefined {
  const index = /^\/entry\/(\d+)\//.exec(pointer)?.[1];
  return index === undefined ? undefined : bundle.entry?.[Number(index)]?.resource?.resourceType;
}

const NO_POINTER: Issue = {
  severity: "error",
  code: "value",
  rule: "explain/field",
  message: "A JSON pointer was expected, such as /levels/0/cement.",
  spec: "https://www.rfc-editor.org/rfc/rfc6901#section-3",
};
