import fc from "fast-check";
import { expect, test } from "vitest";
import {
  code,
  comment,
  createNames,
  isCode,
  key,
  lines,
  literal,
  member,
  moduleText,
  name,
  sum,
  template,
} from "../../../src/codegen/index.ts";

test("quotes every value that a template holds", () => {
  expect(code`${name("a")}.x = ${`"; process.exit() //`};`.text).toBe('a.x = "\\"; process.exit() //";');
  expect(code`${[name("a"), name("b")]}`.text).toBe("a\nb");
  expect(code`f(${1}, ${true}, ${null})`.text).toBe("f(1, true, null)");
});

test("refuses what is neither a value nor code", () => {
  expect(() => code`${{ text: "boom()" } as never}`).toThrow(TypeError);
  expect(() => code`${undefined as never}`).toThrow(TypeError);
  expect(() => code`${Number.NaN}`).toThrow(TypeError);
  expect(() => name("a b")).toThrow(TypeError);
  expect(isCode(JSON.parse('{"text":"x"}'))).toBe(false);
});

test("keeps the indentation of the line that a piece stands in", () => {
  expect(code`{\n  ${lines([name("a"), name("b")])}\n}`.text).toBe("{\n  a\n  b\n}");
});

test("a comment stays on its line", () => {
  expect(comment("a\nb\u2028c").text).toBe("// a b c");
});

test("a literal means the value it was made from", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = JSON.parse(text) as unknown;
      const unquoted = literal(value).text.replaceAll(/(?<=[{,] )([A-Za-z_$][\w$]*)(?=: )/g, '"$1"');
      fc.pre(!text.includes(": ") && !text.includes(", ") && !text.includes("__proto__"));
      expect(JSON.parse(unquoted)).toEqual(value);
    }),
  );
  expect(key("__proto__").text).toBe('["__proto__"]');
});

test("a sum is one of texts, whatever its terms are", () => {
  expect(sum(["a-", name("x"), code`y ?? ${"b"}`, code`(${name("z")} ?? 1)`]).text).toBe(
    '"a-" + x + (y ?? "b") + (z ?? 1)',
  );
  expect(sum([name("x"), name("y")]).text).toBe('"" + x + y');
  expect(sum([code`(${name("x")}) || (${name("y")})`, "b"]).text).toBe('((x) || (y)) + "b"');
});

test("a template's text cannot end it", () => {
  expect(template(["`${x}\\", name("y")]).text).toBe("`\\`\\${x}\\\\${y}`");
});

test("names are free and are never words of the language", () => {
  const names = createNames(["run"]);
  expect(["case", "run", "level", "level", "1a", ""].map((hint) => names.fresh(hint).text)).toEqual([
    "case_",
    "run2",
    "level",
    "level2",
    "_1a",
    "_",
  ]);
  expect(member(name("a"), "b-c").text).toBe('a["b-c"]');
});

test("the same parts give the same module text", () => {
  const parts = { header: ["made"], imports: new Map([["./b.js", [name("z"), name("a")]]]), body: [code`f();`] };
  expect(moduleText(parts)).toBe('// made\nimport { a, z } from "./b.js";\n\nf();\n');
});
