import type { ConceptMap } from "./terminology.ts";
import type { Words } from "./words.ts";

type Group = NonNullable<ConceptMap["group"]>[number];
type Row = NonNullable<Group["element"]>[number];

/** What stands between two codes, and how R4 calls it. https://hl7.org/fhir/R4/valueset-concept-map-equivalence.html */
export const relations: ReadonlyMap<string, string> = new Map([
  ["-", "relatedto"],
  ["=", "equal"],
  ["==", "equivalent"],
  ["!=", "disjoint"],
  ["--", "unmatched"],
  ["<=", "wider"],
  ["<-", "subsumes"],
  [">=", "narrower"],
  [">-", "specializes"],
  ["~", "inexact"],
]);

/**
 * Reads a ConceptMap that stands in a map: prefixes of systems, then rows such as `s:left == t:"right"`.
 *
 * R4's grammar leaves it out and its tutorial uses it; the form is that of HL7's engine.
 */
export function readConceptMap(words: Words): ConceptMap {
  words.expect("conceptmap");
  const name = words.expectString("the ConceptMap's name").replace(/^#/, "");
  const systems = new Map<string, string>();
  const rows = new Map<string, { source: string; target: string | undefined; element: Map<string, Row> }>();
  words.expect("{");
  while (words.takeIf("}") === undefined) {
    if (words.takeIf("prefix") !== undefined) {
      const prefix = words.expectName("a prefix");
      words.expect("=");
      systems.set(prefix, words.expectString("the url of a code system"));
    } else readRow(words, systems, rows);
    words.takeIf(";");
  }
  const group = [...rows.values()].map(({ source, target, element }) => ({
    source,
    ...(target === undefined ? {} : { target }),
    element: [...element.values()],
  }));
  return { resourceType: "ConceptMap", url: `#${name}`, group };
}

function readRow(
  words: Words,
  systems: ReadonlyMap<string, string>,
  rows: Map<string, { source: string; target: string | undefined; element: Map<string, Row> }>,
): void {
  const from = readCode(words, systems);
  const equivalence = relations.get(readRelation(words));
  if (equivalence === undefined) throw words.fault("a relation such as ==");
  const to = equivalence === "unmatched" ? undefined : readCode(words, systems);
  const key = `${from.system} ${to?.system ?? ""}`;
  const group = rows.get(key) ?? { source: from.system, target: to?.system, element: new Map<string, Row>() };
  rows.set(key, group);
  const target = [...(group.element.get(from.code)?.target ?? []), { ...(to && { code: to.code }), equivalence }];
  group.element.set(from.code, { code: from.code, target });
}

function readCode(words: Words, systems: ReadonlyMap<string, string>): { system: string; code: string } {
  const token = words.peek();
  const system = systems.get(token.text);
  if (token.kind !== "name" || system === undefined) throw words.fault("a prefix of this ConceptMap");
  words.take();
  words.expect(":");
  const { kind } = words.peek();
  if (kind === "name" || kind === "number") return { system, code: words.take().text };
  return { system, code: words.expectString("a code") };
}

/** Signs that touch are one. */
function readRelation(words: Words): string {
  const first = words.peek();
  if (first.kind !== "symbol") return "";
  words.take();
  const second = words.peek();
  if (second.kind !== "symbol" || second.start !== first.end) return first.text;
  words.take();
  return first.text + second.text;
}
