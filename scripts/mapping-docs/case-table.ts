import type { CaseField } from "./case-fields.ts";
import { code, markdownTable } from "./markdown.ts";
import { namesOf } from "./resource-name.ts";
import { outermost, plainPathOf, resourceOf, type TargetElement } from "./target-element.ts";
import type { Link, MapPlace, Origin, Trace, TracedCondition } from "./trace.ts";

/** One row: a field, and the elements that one rule makes of it. */
interface Use extends MapPlace {
  readonly as: "value" | "in a text" | "code" | "decides";
  readonly conceptMaps: string;
  readonly conditions: string;
  readonly elements: TargetElement[];
}

/** The table "from the case to FHIR": fields in the order of the schema, rules in the order in which they run. */
export function caseTable(fields: readonly CaseField[], trace: Trace): string {
  const rows = fields.flatMap(({ pointer, title, unit }) => {
    const what = unit === undefined ? title : `${title} (${unit})`;
    const uses = usesOf(pointer, trace);
    if (uses.length === 0) return [[code(pointer), what, "no rule reads it", "", "", "", ""]];
    return uses.map((use, index) => [
      index === 0 ? code(pointer) : "",
      index === 0 ? what : "",
      namesOf(use.as === "decides" ? outermost(use.elements).map(entryResource) : use.elements),
      use.as,
      placeText(use),
      use.conceptMaps,
      use.conditions,
    ]);
  });
  return markdownTable(["Field", "What it is, unit", "FHIR element", "As", "Rule", "ConceptMap", "Condition"], rows);
}

/** The fields that no rule names. */
export function unreadFields(fields: readonly CaseField[], trace: Trace): string[] {
  return fields.map(({ pointer }) => pointer).filter((pointer) => !trace.read.has(pointer));
}

function usesOf(pointer: string, trace: Trace): Use[] {
  const uses = new Map<string, Use>();
  const add = (use: Use, path: string) => {
    const key = [use.file, use.line, use.as, path, use.conceptMaps, use.conditions].join("\n");
    const known = uses.get(key);
    if (known === undefined) uses.set(key, use);
    else known.elements.push(...use.elements);
  };
  for (const link of trace.links) {
    for (const origin of link.value.origins.filter((one) => one.pointer === pointer)) {
      add(toUse(link, origin), plainPathOf(link.element));
    }
  }
  for (const { fields, text, elements, file, line } of trace.decisions) {
    if (fields.includes(pointer))
      add({ file, line, as: "decides", conceptMaps: "", conditions: decisionText(text), elements: [...elements] }, "");
  }
  return [...uses.values()];
}

function toUse(link: Link, { conceptMaps }: Origin): Use {
  const { element, value, file, line } = link;
  const as = value.text.includes("{") ? "in a text" : conceptMaps.length > 0 ? "code" : "value";
  return {
    file,
    line,
    as,
    conceptMaps: conceptMaps.map(code).join(", "),
    conditions: conditionTexts(ownConditions(link)),
    elements: [element],
  };
}

/** What an entry is about: its resource. */
function entryResource(element: TargetElement): TargetElement {
  return element.children.find(({ name }) => element.name === "entry" && name === "resource") ?? element;
}

/** The conditions of an element beyond those of its resource. */
export function ownConditions({ element, conditions }: Link): readonly TracedCondition[] {
  return conditions.slice(resourceOf(element).conditionCount ?? 0);
}

function decisionText(text: string): string {
  return text === "present" ? text : code(text);
}

/** `shared/level.map:31`, below the folder of the maps. */
export function placeText({ file, line }: MapPlace): string {
  return code(`${file.replace(/^mappings\//, "")}:${line}`);
}

export function conditionTexts(conditions: readonly TracedCondition[]): string {
  return conditions.map(({ of, text }) => `${of === "" ? "the case" : code(of)}: ${code(text)}`).join("; ");
}
