import { expect, test } from "vitest";
import { parseMap, type MapTree } from "../../../src/fml/index.ts";
import { BASE, caseFields, mapTexts, ownCodes, profileIds, verifiedCodes } from "./sources.ts";

type Rules = MapTree["groups"][number]["rules"];

const maps = [...mapTexts].map(([file, text]) => {
  const parsed = parseMap(text, file);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join("\n"));
  return parsed.value;
});

const flat = (rules: Rules): Rules => rules.flatMap((rule) => [rule, ...flat(rule.rules)]);

test.each(maps.map((map) => [map.file, map] as const))(
  "%s imports only maps that exist, and stands in the file of its name",
  (file, map) => {
    expect(file.replace(/^.*\/(.*)\.map$/, "$1")).toBe(map.url.slice(`${BASE}/StructureMap/`.length));
    const urls = maps.map(({ url }) => url);
    for (const { url } of map.imports) expect(urls).toContain(url);
  },
);

// A rule is known by its map, group and name: origins and messages name it so.
test.each(maps.map((map) => [map.file, map] as const))("%s names each rule of a group once", (_, map) => {
  for (const { name, rules } of map.groups) {
    const names = flat(rules).map((rule) => rule.name);
    expect([name, names.filter((one, index) => names.indexOf(one) !== index)]).toEqual([name, []]);
  }
});

test("a group is defined once among all maps", () => {
  const names = maps.flatMap(({ groups }) => groups.map(({ name }) => name));
  expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
});

const isBackwards = (map: MapTree) => map.uses.some(({ alias, mode }) => alias === "KyphoplastyCase" && mode === "target");
const forwards = maps.filter((map) => !isBackwards(map));

test("every field of the case is written by a rule on the way back", () => {
  const written = new Set(
    maps
      .filter(isBackwards)
      .flatMap(({ groups }) => groups.flatMap(({ rules }) => flat(rules).flatMap(({ targets }) => targets)))
      .map(({ element }) => element?.name),
  );
  // Extensions are copied whole.
  const copied = [...caseFields].filter((field) => field === "url" || field.startsWith("value"));
  expect([...caseFields].filter((field) => !written.has(field) && !copied.includes(field))).toEqual([]);
});

test("every field of the case is read by a rule", () => {
  const read = new Set(
    forwards.flatMap(({ groups }) => groups.flatMap(({ rules }) => flat(rules).map(({ source }) => source.element?.name))),
  );
  // What is only a condition becomes a status or a value, for each of its codes.
  const conditions = forwards.flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => flat(rules).map(({ source }) => source.where?.text ?? "")),
  );
  const states = {
    assessed: ["true", "false"],
    available: ["true", "false"],
    clinicalStatus: ["'active'", "'resolved'"],
    given: ["true", "false"],
  };
  expect([...caseFields].filter((field) => !read.has(field)).sort()).toEqual(Object.keys(states));
  for (const [field, values] of Object.entries(states)) {
    for (const value of values) expect(conditions.some((text) => text.includes(`${field} = ${value}`))).toBe(true);
  }
});

const constants = [...mapTexts.values()].flatMap((text) =>
  [...text.matchAll(/\.system = '([^']+)',\s+\w+\.code = '([^']+)',\s+\w+\.display = '([^']+)'/g)].map(
    ([, system = "", code = "", display = ""]) => ({ system, code, display }),
  ),
);

test("every code that a map spells is a code of ours, a verified one or HL7's", () => {
  expect(constants.length).toBeGreaterThan(80);
  const unknown = constants.filter(({ system, code, display }) => {
    if (system.startsWith("http://terminology.hl7.org/CodeSystem/")) return false;
    return (ownCodes.get(system)?.get(code) ?? verifiedCodes.get(`${system}|${code}`)) !== display;
  });
  expect(unknown).toEqual([]);
});

/** Says of origins what `kypho explain` found, so no map makes it. */
const NOT_MAPPED = ["origin-provenance"];

test("every profile of what a case becomes is stated by a map, and no other is", () => {
  const stated = [...mapTexts.values()].flatMap((text) =>
    [...text.matchAll(/meta\.profile = '([^']+)'/g)].map(([, url]) => url),
  );
  expect([...new Set(stated)].sort()).toEqual(
    profileIds
      .filter((id) => !NOT_MAPPED.includes(id))
      .map((id) => `${BASE}/StructureDefinition/${id}`)
      .sort(),
  );
});
