import { describe, expect, it } from "vitest";
import { mutantsOf } from "./corpus.ts";
import { readExamples, readProfiles } from "./definitions.ts";
import { judge } from "./judge.ts";
import { matchesPattern, withValue } from "./json.ts";
import { createWorld } from "./world.ts";

const world = createWorld();
const examples = readExamples();
const profiles = readProfiles().filter(({ id }) => ["pain-vas", "case-provenance", "kypho-imaging"].includes(id));
const mutants = profiles.flatMap((profile) => mutantsOf(profile, examples, world));

describe("the corpus of mutants", () => {
  it("is the same each time, and each mutant has a name of its own", () => {
    const again = profiles.flatMap((profile) => mutantsOf(profile, examples, world));
    expect(JSON.stringify(again)).toBe(JSON.stringify(mutants));
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  it("changes every resource that it holds", () => {
    const right = new Set(examples.map(({ resource }) => JSON.stringify(resource)));
    expect(mutants.filter(({ resource }) => right.has(JSON.stringify(resource)))).toEqual([]);
  });

  it("never calls the loss of an optional element breaking", () => {
    const lost = mutants.filter(({ id }) => id === "pain-vas Observation.value[x].unit missing 1");
    expect(lost).toEqual([]);
  });

  it("breaks a slice that it must have, and leaves alone what only moves to no slice", () => {
    const own = mutants.filter(({ id }) => id.startsWith("pain-vas Observation.code.coding:own "));
    expect(own.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["missing", "too many", "other system"]));
    expect(own.filter(({ kind }) => kind === "other system").map(({ expect }) => expect)).toEqual(["error"]);
  });
});

describe("a judgement", () => {
  const [mutant] = mutants.filter(({ expect }) => expect === "error");
  const issue = (path: string) => ({ severity: "error", code: "value", rule: "profile/a", message: "", path }) as const;

  it("wants the error at the element", () => {
    if (mutant === undefined) throw new Error("no mutant breaks anything");
    expect(judge(mutant, [issue(mutant.element)])).toBe("right");
    expect(judge(mutant, [issue("Elsewhere.element")])).toBe("elsewhere");
    expect(judge(mutant, [])).toBe("missed");
    expect(judge({ ...mutant, expect: "valid" }, [issue(mutant.element)])).toBe("false alarm");
    expect(judge(mutant, undefined)).toBe("crash");
  });
});

describe("changes of JSON", () => {
  it("leave the document they change as it was", () => {
    const before = { a: [{ b: 1 }, { b: 2 }] };
    expect(withValue(before, ["a", 0, "b"], 3)).toEqual({ a: [{ b: 3 }, { b: 2 }] });
    expect(before).toEqual({ a: [{ b: 1 }, { b: 2 }] });
  });

  it("take a list away with its last item", () => {
    expect(withValue({ a: [1], b: 2 }, ["a", 0], undefined)).toEqual({ b: 2 });
  });

  it("compare patterns as parts of values", () => {
    expect(matchesPattern({ a: [{ b: 1, c: 2 }], d: 3 }, { a: [{ b: 1 }] })).toBe(true);
    expect(matchesPattern({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toBe(false);
  });
});
