import { conditionTexts, ownConditions, placeText } from "./case-table.ts";
import { code, markdownTable } from "./markdown.ts";
import { elementAt, type ProfileDefinition } from "./profile-elements.ts";
import { nameOf, profilesOf } from "./resource-name.ts";
import { pathOf, resourceOf } from "./target-element.ts";
import type { Link, Trace } from "./trace.ts";

/** The tables "from FHIR to the case": a table for each kind of resource, in the order of the Bundle. */
export function profileTables(trace: Trace, profiles: ReadonlyMap<string, ProfileDefinition>): string {
  const kinds = new Map<string, Link[]>();
  for (const link of trace.links) {
    const name = nameOf(resourceOf(link.element));
    kinds.set(name, [...(kinds.get(name) ?? []), link]);
  }
  return [...kinds].map(([name, links]) => section(name, links, profiles)).join("\n");
}

function section(name: string, links: readonly Link[], profiles: ReadonlyMap<string, ProfileDefinition>): string {
  const [first] = links;
  const ids = first === undefined ? [] : profilesOf(resourceOf(first.element));
  const known = ids.flatMap((id) => profiles.get(id) ?? []);
  const titles = known.map(({ title, name: plain }) => title ?? plain).join(" / ");
  const rows = new Map<string, readonly string[]>();
  for (const group of constantGroups(links)) {
    const row = toRow(group, known);
    rows.set(row.join("\n"), row);
  }
  const table = markdownTable(
    ["Element", "Cardinality", "What it is", "From the case, or constant", "ConceptMap", "Condition", "Rule"],
    [...rows.values()],
  );
  const told = [titles === "" ? "" : `${titles}.`, existence(links)].filter((text) => text !== "");
  return `### ${name}\n\n${told.length === 0 ? "" : `${told.join(" ")}\n\n`}${table}`;
}

/** On what the resource itself depends, where it depends on more than the presence of its place in the case. */
function existence(links: readonly Link[]): string {
  const texts = links.map(({ element, conditions }) =>
    conditionTexts(conditions.slice(0, resourceOf(element).conditionCount ?? 0)),
  );
  const [text, ...others] = new Set(texts);
  if (text === undefined || others.length > 1) return "";
  if (others.length === 0) return text === "" ? "" : `Made where ${text}.`;
  return `Also made where ${[text, ...others].filter((one) => one !== "").join(" or ")}.`;
}

/** Constants that one rule writes into one element stand in one row. */
function constantGroups(links: readonly Link[]): (readonly [Link, ...Link[]])[] {
  const groups: [Link, ...Link[]][] = [];
  for (const link of links) {
    const last = groups.at(-1);
    const before = last?.[0];
    const joins =
      before?.value.isLiteral === true &&
      link.value.isLiteral &&
      before.element.parent === link.element.parent &&
      before.line === link.line;
    if (joins && link.element.parent !== resourceOf(link.element)) last?.push(link);
    else groups.push([link]);
  }
  return groups;
}

function toRow(group: readonly [Link, ...Link[]], profiles: readonly ProfileDefinition[]): readonly string[] {
  const [first, ...others] = group;
  const { element, value, file, line } = first;
  const conceptMaps = [...new Set(value.origins.flatMap((origin) => origin.conceptMaps))];
  const path = [pathOf(element), ...others.map((other) => other.element.name)].join(", ");
  const told = others.length > 0 && element.parent !== undefined ? pathOf(element.parent) : pathOf(element);
  const said = profiles.flatMap((profile) => elementAt(profile, told) ?? []);
  const cardinality = [...new Set(said.map((one) => one.cardinality))].join(" / ");
  const texts = group.map((link) => code(link.value.text)).join(", ");
  return [
    code(path),
    cardinality,
    said[0]?.short ?? "",
    texts,
    conceptMaps.map(code).join(", "),
    conditionTexts(ownConditions(first)),
    placeText({ file, line }),
  ];
}
