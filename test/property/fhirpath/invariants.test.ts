import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { typeTable } from "../../../src/fhirpath/index.ts";
import type { InvariantScope } from "../../../src/fhirpath/runtime/index.ts";
import { processCase } from "../../../src/pipeline.ts";
import { compileInvariants } from "../../support/compiled-invariants.ts";
import { cohortBytes } from "../../support/example.ts";
import { createDraw, makeValue, mutate, seeds, type Draw, type Making } from "../../support/fhir-arbitrary.ts";
import { seed } from "../../support/seed.ts";
import { focusesOf, type Focus } from "../../support/focuses.ts";
import { KNOWN_ERRORS, interpret } from "../../support/medplum-invariants.ts";
import { r4, readInvariants } from "../../support/r4-invariants.ts";

/** What the oracle cannot be asked: see the unit tests of this folder for these. */
const NOT_ASKED = /htmlChecks\(\)|children\(\)\.count\(\)|resolve\(\)/;
const WANTED = 10_000;

const EXAMPLES = join(import.meta.dirname, "../../../profiles/examples/valid");
const types = typeTable(r4);
const invariants = readInvariants().filter(({ expression }) => !NOT_ASKED.test(expression));
const compiled = await compileInvariants(r4, invariants);

const indexesByType = new Map<string, number[]>();
for (const [index, { type }] of invariants.entries()) {
  if (compiled.invariants[index] !== undefined) indexesByType.set(type, [...(indexesByType.get(type) ?? []), index]);
}

const making: Making = {
  model: r4,
  words: [...new Set(invariants.flatMap(({ expression }) => expression.match(/(?<=')[^'\\]{1,60}(?=')/g) ?? []))],
  inner: ["Patient", "Basic", "Observation", "Practitioner", "Composition", "Procedure"],
  sidecars: 0.08,
};

/** Our examples, and every resource of some mapped cases. */
const written: readonly object[] = [
  ...readdirSync(EXAMPLES).map((file) => JSON.parse(readFileSync(join(EXAMPLES, file), "utf8")) as object),
  ...cohortBytes()
    .slice(0, 12)
    .flatMap((bytes) => {
      const processed = processCase(bytes);
      const entries = processed.ok ? processed.value.bundle.entry : [];
      return (JSON.parse(JSON.stringify(entries)) as { resource: object }[]).map(({ resource }) => resource);
    }),
];

const made = r4
  .subtypes("Resource")
  .filter(({ kind, isAbstract }) => kind === "resource" && !isAbstract)
  .map(({ name }) => name);

/** A resource made of nothing, or one of ours that was changed in some places. */
function drawResource(draw: Draw): object {
  if (draw.chance(0.5)) return makeValue(draw.pick(made), draw, making) as object;
  const resource = structuredClone(draw.pick(written));
  for (let count = draw.below(6); count > 0; count--) mutate(draw.pick([...focusesOf(r4, resource)]), draw, making);
  return resource;
}

const scopeOf = ({ resource, rootResource }: Focus): InvariantScope => ({
  resource,
  rootResource,
  types,
  resolve: () => undefined,
  memberOf: () => undefined,
  conformsTo: () => undefined,
  htmlChecks: () => true,
  now: () => "2024-01-01T00:00:00Z",
});

it(`agree with Medplum's interpreter on ${WANTED} questions, but for its known errors`, () => {
  const explained = new Map(KNOWN_ERRORS.map(({ what }) => [what, 0]));
  let asked = 0;
  let met = 0;
  fc.assert(
    fc.property(seeds, (drawSeed) => {
      for (const focus of focusesOf(r4, drawResource(createDraw(drawSeed)))) {
        const scope = scopeOf(focus);
        for (const index of indexesByType.get(focus.type) ?? []) {
          const { expression = "", key } = invariants[index] ?? {};
          const ours = compiled.invariants[index]?.holds(focus.value, scope);
          const theirs = interpret(expression, focus);
          asked++;
          if (ours === true) met++;
          if (ours === theirs) continue;
          const known = KNOWN_ERRORS.find(({ touches }) => touches(expression, focus, theirs));
          expect(known?.what, `${key}: ours ${ours}, theirs ${theirs}: ${JSON.stringify(focus.value)}`).toBeDefined();
          explained.set(known?.what ?? "", (explained.get(known?.what ?? "") ?? 0) + 1);
        }
      }
    }),
    { numRuns: 1_200, seed },
  );
  console.info(`seed ${seed}: ${asked} questions, ${met} met; explained`, explained);
  expect(asked).toBeGreaterThan(WANTED);
});

it.each(KNOWN_ERRORS)("differ from Medplum's interpreter, since $what", async ({ witness }) => {
  const { expression, type, value, right } = witness;
  const focus = { type, value, resource: value, rootResource: value };
  const { invariants: own } = await compileInvariants(r4, [{ expression, type }]);
  expect(own[0]?.holds(value, scopeOf(focus))).toBe(right);
  expect(interpret(expression, focus)).not.toBe(right);
});
