import { expect, it } from "vitest";
import { typeTable } from "../../../src/fhirpath/index.ts";
import { compileInvariants } from "../../support/compiled-invariants.ts";
import { drawExpression } from "../../support/expression-arbitrary.ts";
import { createDraw, makeValue, type Making } from "../../support/fhir-arbitrary.ts";
import { seed } from "../../support/seed.ts";
import { KNOWN_ERRORS, interpret } from "../../support/medplum-invariants.ts";
import { r4 } from "../../support/r4-invariants.ts";

const TYPES = ["Patient", "Observation", "Questionnaire", "Procedure", "Claim", "Timing", "CodeableConcept"];
const WORDS = ["a", "female", "final", "http://example.org/a", "B", "official", "true"];
const EXPRESSIONS = 600;
const VALUES = 25;

const draw = createDraw(seed);
const making: Making = { model: r4, words: WORDS, inner: ["Basic"], sidecars: 0 };
const cases = Array.from({ length: EXPRESSIONS }, () => {
  const type = draw.pick(TYPES);
  return { type, expression: drawExpression(r4, type, WORDS, draw) };
});
const compiled = await compileInvariants(r4, cases);
const types = typeTable(r4);

it(`agree with Medplum's interpreter on ${EXPRESSIONS * VALUES} answers to drawn expressions, but for its known errors`, () => {
  expect(compiled.faults.map((one) => `${one.case.expression}: ${one.fault.message}`)).toEqual([]);
  let explained = 0;
  let met = 0;
  for (const [index, { expression, type }] of cases.entries()) {
    for (let count = 0; count < VALUES; count++) {
      const value = makeValue(type, draw, making) as object;
      const focus = { type, value, resource: value, rootResource: value };
      const scope = {
        ...focus,
        types,
        resolve: () => undefined,
        memberOf: () => undefined,
        conformsTo: () => undefined,
        htmlChecks: () => true,
        now: () => "2024-01-01T00:00:00Z",
      };
      const ours = compiled.invariants[index]?.holds(value, scope);
      const theirs = interpret(expression, focus);
      if (ours === true) met++;
      if (ours === theirs) continue;
      const known = KNOWN_ERRORS.find(({ touches }) => touches(expression, focus, theirs));
      expect(
        known?.what,
        `seed ${seed}: ${expression}: ours ${ours}, theirs ${theirs}: ${JSON.stringify(value)}`,
      ).toBeDefined();
      explained++;
    }
  }
  console.info(`seed ${seed}: ${EXPRESSIONS * VALUES} answers, ${met} met, ${explained} explained`);
  expect(met).toBeGreaterThan(VALUES * 50);
});
