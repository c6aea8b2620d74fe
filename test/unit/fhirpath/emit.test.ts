import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { evalFhirPath, toTypedValue } from "@medplum/core";
import { expect, test } from "vitest";
import { code, createNames, name, type Code } from "../../../src/codegen/index.ts";
import { compileCondition, compileExpression, parseExpression, type Context } from "../../../src/fhirpath/index.ts";
import { model } from "../../support/fml-world.ts";

const patient = {
  resourceType: "Patient",
  active: true,
  birthDate: "1950-03-16",
  gender: "female",
  name: [
    { use: "official", family: "Ader", given: ["Ada", "Bea"] },
    { family: "Bell", given: ["Cleo"] },
  ],
  multipleBirthInteger: 2,
  contact: [{ name: { family: "Ader" } }],
};

const expressions =
  `active | active.not() | birthDate | name.family | name.given | name.given.count() | name.first().family | name.last().family | name[1].family | name.tail().given | name.given.distinct().count()
name.where(use = 'official').family | name.where(use.empty()).given | name.select(given.first()) | name.all(family.exists()) | name.exists(family = 'Bell') | name.exists() | photo.empty() | photo.exists() | photo.count()
gender = 'female' | gender != 'female' | gender ~ 'FEMALE' | gender in ('male' \\| 'female') | name.given contains 'Bea' | name.family = 'Ader' | photo.title = 'x' | maritalStatus.text = 'x'
birthDate < @2000-01-01 | birthDate = @1950-03-16 | birthDate.length() | gender.upper() | gender.startsWith('fe') | gender.endsWith('x') | gender.contains('mal') | gender.matches('^f.*e$')
gender.replace('fe', '') | gender.substring(2) | gender.substring(2, 2) | gender.substring(20) | gender.length() | gender & '!' | gender & maritalStatus.text | gender + '!' | '' + maritalStatus.text
1 + 2 | 5 - 7 | 2 * 3 | 7 div 2 | 7 mod 2 | 1 < 2 | 2 <= 2 | 'a' < 'b' | 3 > 4 | -3 + 1 | 1 = 1.0 | 1 \\| 2 \\| 1 | (1 \\| 2).count() | true and false | true or false | true xor true | false implies true | active and maritalStatus.exists() | active or {}
iif(active, 'yes', 'no') | iif(maritalStatus.exists(), 'yes') | 'x'.toString() | '12'.toInteger() | 'x'.toInteger() | 5.toString() | multipleBirth | multipleBirth is integer | multipleBirth is boolean | multipleBirth as integer | multipleBirth.ofType(integer) | multipleBirth.ofType(boolean)
name.given.combine(name.given).count() | name.given.union(name.given).count() | name.given.where($this.startsWith('A')) | name.given.select($this.length()) | name.skip(1).family | name.take(1).family | Patient.gender | contact.name.family | {} = 1 | {}.exists() | (active = false).not()`
    .split("\n")
    .flatMap((line) => line.split(/ (?<!\\)\| /))
    .map((one) => one.replaceAll("\\|", "|").trim());

/** Compiles all expressions into one module of functions of a Patient. */
async function compileAll(): Promise<Readonly<Record<string, (focus: unknown, run: unknown) => unknown>>> {
  const helpers = new Set<string>();
  const constants: Code[] = [];
  const functions = expressions.map((text, index) => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`);
    const focus = { code: name("focus"), type: "Patient", isList: false, mayBeEmpty: false, isName: true };
    const context: Context = {
      model,
      focus,
      variable: () => undefined,
      names: createNames(["focus", "run"]),
      single: (list) => (helpers.add("single"), code`single(${list}, run, {})`),
      use: (helper) => (helpers.add(helper), name(helper)),
      hoist(_, value) {
        const own = name(`constant${String(constants.length)}`);
        constants.push(code`const ${own} = ${value};`);
        return own;
      },
    };
    const made = compileExpression(parsed.value, context);
    const condition = compileCondition(parsed.value, context);
    if (!made.ok || !condition.ok) throw new Error(`${text}: ${made.ok ? "" : made.fault.message}`);
    return code`export const value${name(`_${String(index)}`)} = (focus, run) => [${made.value.code}].flat().filter((one) => one != null);
export const condition${name(`_${String(index)}`)} = (focus, run) => ${condition.value};`;
  });
  const file = join(mkdtempSync(join(tmpdir(), "fhirpath-")), "all.mjs");
  const runtime = pathToFileURL(resolve("src/fhirpath/runtime/index.ts")).href;
  writeFileSync(
    file,
    `import { ${[...helpers].join(", ")} } from "${runtime}";\n${[...constants, ...functions].map((one) => one.text).join("\n")}`,
  );
  return (await import(pathToFileURL(file).href)) as Readonly<
    Record<string, (focus: unknown, run: unknown) => unknown>
  >;
}

const compiled = await compileAll();

test.each(expressions.map((text, index) => [text, index] as const))(
  "%s gives what Medplum's engine gives",
  (text, index) => {
    const run = { issues: [], references: [] };
    const expected = evalFhirPath(text, toTypedValue(patient));
    const found = compiled[`value_${String(index)}`]?.(patient, run);
    expect(found).toEqual(expected);
    const holds = expected.length === 1 && typeof expected[0] === "boolean" ? expected[0] : expected.length > 0;
    expect(compiled[`condition_${String(index)}`]?.(patient, run)).toBe(holds);
  },
);

test.each([
  ["name.family.", 12],
  ["name[", 5],
  ["(active", 7],
  ["active and", 10],
  ["'open", 0],
  ["name.where(", 11],
  ["1 +", 3],
  ["%", 0],
  ["@20", 0],
])("points at what it cannot read in %s", (text, at) => {
  const parsed = parseExpression(text);
  expect(parsed.ok ? "parsed" : parsed.fault).toMatchObject({ rule: "fhirpath/syntax", at });
});

test("stops before the first word that cannot belong to the expression", () => {
  const parsed = parseExpression("src where a = 'b' -> tgt", 10);
  expect(parsed.ok && "src where a = 'b' -> tgt".slice(10, parsed.end)).toBe("a = 'b'");
});
