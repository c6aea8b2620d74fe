import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasLoincCheckDigit, hasVerhoeffCheckDigit } from "./check-digit.ts";
import { readLiterals, readSources } from "./literals.ts";

/**
 * Clinical content lives in profiles/ and mappings/ alone. Codes are looked for as words anywhere in the sources, comments
 * too; the short ones, and the codes of our own lists, as whole literals, since words such as "CT" mean more than a code.
 */
const root = join(import.meta.dirname, "../../..");
const sources = readSources();
const literals = readLiterals(sources);

/** Units are no codes of clinical content, and every FHIR server knows them. */
const UNITS = "http://unitsofmeasure.org";
const SNOMED = "http://snomed.info/sct";
const LOINC = "http://loinc.org";
const codings = JSON.parse(readFileSync(join(root, "test/fixtures/verified-codes.json"), "utf8")) as Coding[];
const verified = codings.filter(({ system }) => system !== UNITS).map(({ code }) => code);
const LONG = 5;
const CONCEPT_MAPS = readdirSync(join(root, "mappings/concept-maps")).sort();

interface Coding {
  readonly system: string;
  readonly code: string;
}

/** What rules across fields cannot do without naming: `file literal` and why. */
const NAMED_BY_RULES: ReadonlyMap<string, string> = new Map([
  ["case/rule/marrow-modality.ts MR", "a marrow signal is seen on no other modality"],
  ["case/rule/primary-text.ts metastasis", "only a metastasis has a primary tumour elsewhere"],
  ["case/rule/other-text.ts other", "where a code says only that it is another, words are required"],
  ["case/rule/puncture-sides.ts unilateral", "it allows one puncture"],
  ["case/rule/puncture-sides.ts bilateral", "it asks for two"],
  ["case/rule/puncture-sides.ts left", "each side once"],
  ["case/rule/puncture-sides.ts right", "each side once"],
  ["case/rule/assessment-time.ts pre", "before the session"],
  ["case/rule/imaging-phase.ts pre", "before the session"],
  ["case/rule/imaging-phase.ts intra", "in the session"],
  ["case/rule/imaging-phase.ts post", "after the session"],
  [
    "case/rule/vas-range.ts 1-10",
    "the scale of a case that names none; the bounds of the others are read from their names",
  ],
]);

/** Codes of our lists that are words of programs too, so that their presence says nothing. */
const PLAIN_WORDS = new Set(["none", "complete", "local", "operator", "other"]);

const place = ({ file, line, text }: { file: string; line: number; text: string }) => `${file}:${line} ${text}`;

/** Where a word of the sources passes a test. */
function wordsWhere(pattern: RegExp, passes: (word: string) => boolean): string[] {
  return [...sources].flatMap(([file, text]) =>
    text
      .split("\n")
      .flatMap((row, index) =>
        [...row.matchAll(pattern)]
          .filter(([word]) => passes(word))
          .map(([word]) => place({ file, line: index + 1, text: word })),
      ),
  );
}

function sourceCodes(conceptMap: string): string[] {
  const path = join(root, "mappings/concept-maps", conceptMap);
  const map = JSON.parse(readFileSync(path, "utf8")) as { group: { element: { code: string }[] }[] };
  return map.group.flatMap(({ element }) => element.map(({ code }) => code));
}

function literalsAmong(codes: readonly string[]): string[] {
  const wanted = new Set(codes);
  return literals
    .filter(({ file, text }) => wanted.has(text) && !PLAIN_WORDS.has(text) && !NAMED_BY_RULES.has(`${file} ${text}`))
    .map(place);
}

describe("the sources", () => {
  it("hold no verified code of SNOMED CT, LOINC, DICOM, ICD, CPT or ICD-10-PCS", () => {
    const codes = new Set(verified.filter(({ length }) => length >= LONG));
    expect(codes.size).toBeGreaterThan(200);
    expect(wordsWhere(/[\w.-]*\w/g, (word) => codes.has(word))).toEqual([]);
    expect(literalsAmong(verified)).toEqual([]);
  });

  it("hold nothing that has the check digit of a SNOMED CT identifier", () => {
    expect(wordsWhere(/(?<![\w.])\d{6,18}(?![\w.])/g, hasVerhoeffCheckDigit)).toEqual([]);
  });

  it("hold nothing that has the check digit of a LOINC code", () => {
    expect(wordsWhere(/(?<![\w.-])\d{1,5}-\d(?![\w.-])/g, hasLoincCheckDigit)).toEqual([]);
  });

  it.each(CONCEPT_MAPS)("name no code that %s translates", (conceptMap) => {
    expect(literalsAmong(sourceCodes(conceptMap))).toEqual([]);
  });

  it("need every exception that is granted here", () => {
    const named = new Set(literals.map(({ file, text }) => `${file} ${text}`));
    expect([...NAMED_BY_RULES.keys()].filter((key) => !named.has(key))).toEqual([]);
  });
});

describe("the check digits", () => {
  it("are those of the verified codes", () => {
    const codesOf = (wanted: string) => codings.filter(({ system }) => system === wanted).map(({ code }) => code);
    expect(codesOf(SNOMED).filter((code) => !hasVerhoeffCheckDigit(code))).toEqual([]);
    expect(codesOf(LOINC).filter((code) => !hasLoincCheckDigit(code))).toEqual([]);
  });

  it("tell a code from its neighbours", () => {
    expect(hasVerhoeffCheckDigit("64859007")).toBe(false);
    expect(hasLoincCheckDigit("38208-6")).toBe(false);
  });
});
