import { expect, test } from "vitest";
import {
  BASE,
  caseFields,
  codeLists,
  conceptMapFiles,
  conceptMaps,
  mapTexts,
  ownCodes,
  rowsOf,
  verifiedCodes,
} from "./sources.ts";

const byId = new Map(conceptMaps.map((map) => [map.id, map]));

test.each(conceptMaps.map((map, index) => [map.id, map, conceptMapFiles[index]] as const))(
  "the concept map %s has all that R4 and the maps need",
  (id, map, file) => {
    expect(file).toBe(`ConceptMap-${id}.json`);
    expect(map).toMatchObject({
      resourceType: "ConceptMap",
      url: `${BASE}/ConceptMap/${id}`,
      version: "0.1.0",
      status: "active",
    });
    expect(map.name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
    expect(map.title).not.toBe("");
    expect(map.group).toHaveLength(1);
    expect(map.group[0]).toMatchObject({ source: map.sourceUri, target: map.targetUri });
  },
);

// HL7's engine refuses a code with two targets, and one without any.
test.each(conceptMaps.map((map) => [map.id, map] as const))(
  "the concept map %s gives each code exactly one target",
  (_, map) => {
    const elements = map.group.flatMap(({ element }) => element);
    expect(elements.filter(({ target }) => target.length !== 1)).toEqual([]);
    expect(new Set(elements.map(({ code }) => code)).size).toBe(elements.length);
    for (const { equivalence } of rowsOf(map)) expect(["equal", "equivalent", "wider"]).toContain(equivalence);
  },
);

test("the case schema is read", () => {
  expect(codeLists.size).toBeGreaterThan(30);
  expect(caseFields.size).toBeGreaterThan(100);
});

test.each([...codeLists].filter(([, codes]) => codes !== undefined))(
  "the concept map %s translates exactly the codes of the case",
  (id, codes) => {
    const map = byId.get(id);
    expect(map?.sourceUri).toBe(`${BASE}/case/${id}`);
    expect(map === undefined ? [] : rowsOf(map).map(({ source }) => source)).toEqual(codes);
  },
);

test("every spelling of a level gives one of the seventeen levels, and each level spells itself", () => {
  const levelOf = new Map(
    (byId.get("vertebral-level")?.group ?? []).flatMap(({ element }) =>
      element.map(({ code, target }) => [code, target[0]?.code]),
    ),
  );
  const levels = byId.get("vertebral-body")?.group[0]?.element.map(({ code }) => code) ?? [];
  expect(levels).toHaveLength(17);
  expect(new Set(levelOf.values())).toEqual(new Set(levels));
  for (const level of levels) expect(levelOf.get(level)).toBe(level);
});

test.each(["T12", "D12", "Th12", "TH12", "th12", "T 12", "12th thoracic", "twelfth thoracic"])(
  "%s is read as T12",
  (spelling) => {
    const levels = byId.get("vertebral-level");
    expect(
      levels === undefined
        ? []
        : rowsOf(levels)
            .filter(({ source }) => source === spelling)
            .map(({ code }) => code),
    ).toEqual(["T12"]);
  },
);

test.each(conceptMaps.map((map) => [map.id, map] as const))(
  "every target of the concept map %s is a code of ours or a verified one",
  (_, map) => {
    const unknown = rowsOf(map).filter(
      ({ system, code, display }) =>
        (ownCodes.get(system)?.get(code) ?? verifiedCodes.get(`${system}|${code}`)) !== display,
    );
    expect(unknown).toEqual([]);
  },
);

test("every concept map is named by a map, and no other is", () => {
  const named = [...mapTexts.values()].flatMap((text) =>
    [...text.matchAll(/\/ConceptMap\/([a-z-]+)'/g)].map(([, id]) => id),
  );
  expect([...new Set(named)].sort()).toEqual([...byId.keys()].sort());
});

test("a standard code is given only to codes that the case has", () => {
  for (const map of conceptMaps) {
    const codes = codeLists.get(map.sourceUri.slice(`${BASE}/case/`.length));
    if (codes !== undefined)
      for (const { element } of map.group)
        expect(codes).toEqual(expect.arrayContaining(element.map(({ code }) => code)));
  }
});
