import { describe, expect, test } from "vitest";
import { readTrace, type Leaf } from "../../../src/fml/trace/index.ts";
import { compileText, compileTraced, letters, mapText } from "../../support/fml-world.ts";

async function trace(rules: string, source: unknown, more?: Parameters<typeof mapText>[1]) {
  const text = mapText(rules, more);
  const [plain, traced] = [await compileText(text), await compileTraced(text)];
  if (!plain.ok || !traced.ok) throw new Error("The map compiles.");
  const ran = traced.run(source);
  expect(JSON.stringify(ran.target)).toBe(JSON.stringify(plain.run(source).target));
  const reader = ran.read();
  return { leaves: reader.leaves(ran.target as object), misses: reader.misses(), unread: reader.unread() };
}

const brief = (leaves: readonly Leaf[]) =>
  leaves.map(({ pointer, origin }) => [pointer, origin?.from ?? "?", origin?.because ?? "?"]);

test("a copied value comes from where it stands, and is there because that is", async () => {
  const { leaves, unread } = await trace("src.o as o then { o.k as k -> tgt.t = k; };", {
    o: [{ k: "x", n: 1 }],
    z: "z",
  });
  expect(brief(leaves)).toEqual([["/t", ["/o/0/k"], ["/o/0", "/o/0/k"]]]);
  expect(leaves[0]?.origin).toMatchObject({ rule: { group: "main", name: "r" }, line: 6 });
  expect(unread).toEqual(["/o/0/n", "/z"]);
});

test("a literal comes from nowhere, and is there because of what the conditions looked at", async () => {
  const rule = "src.o as o where k = 'x' and %src.b.empty() -> tgt.ccs = cc('urn:a', '1');";
  const { leaves } = await trace(rule, { o: [{ k: "y" }, { k: "x" }] });
  const because = ["/o/1", "/o/1/k", "/b"];
  expect(brief(leaves)).toEqual([
    ["/ccs/0/coding/0/system", [], because],
    ["/ccs/0/coding/0/code", [], because],
  ]);
});

test("values flow through variables, groups, texts put together and list modes", async () => {
  const rules = `src.t as t, src.s last as s -> append(t, '-', s) as both then g(src, both, tgt);
    src.s not_first as s where $this != 'q' -> tgt.s = s;`;
  const after =
    "group g(source s, source word, target o) { word -> o.one as one, one.k = word, one.v = truncate(word, 1); }";
  const { leaves } = await trace(rules, { t: "x", s: ["p", "q", "r"] }, { after });
  const both = ["/t", "/s/2"];
  expect(brief(leaves)).toEqual([
    ["/one/k", both, both],
    ["/one/v", both, both],
    ["/s/0", ["/s/2"], ["/s/2"]],
  ]);
});

test("a translated Coding names the row of each ConceptMap; its system is only decided by the code", async () => {
  const { url } = letters;
  const rules = `src.t as t -> translate(t, '${url}', 'code') as code then g(code, tgt);
    src.a as a -> tgt.cc as cc, cc.coding = translate(a, '${url}', 'Coding');`;
  const after = "group g(source code, target o) { code -> o.a = code; }";
  const { leaves } = await trace(rules, { t: "wider", a: "one" }, { after });
  const row = (element: number, code: string, target: string) => ({ conceptMap: url, group: 0, element, code, target });
  expect(leaves.map(({ pointer, origin }) => [pointer, origin?.from, origin?.translations])).toEqual([
    ["/a", ["/t"], [row(2, "wider", "w")]],
    ["/cc/coding/0/system", [], [row(0, "one", "1")]],
    ["/cc/coding/0/code", ["/a"], [row(0, "one", "1")]],
  ]);
});

test("a copied object has the origin of each of its parts, also where a rule goes on filling it", async () => {
  const rules = "src.q as q -> tgt.q = q; src.t as t -> tgt.q as q, q.unit = t;";
  const { leaves, unread } = await trace(rules, { q: { value: 1, code: "c" }, t: "mm" });
  expect(leaves.map(({ pointer, origin }) => [pointer, origin?.from])).toEqual([
    ["/q/value", ["/q/value"]],
    ["/q/code", ["/q/code"]],
    ["/q/unit", ["/t"]],
  ]);
  expect(unread).toEqual([]);
});

test("an expression carries what it gives, and depends on what it asks on the way", async () => {
  const rule = "src -> tgt.t = (%src.o.where(n > 1).k.first());";
  const { leaves } = await trace(rule, {
    o: [
      { k: "x", n: 1 },
      { k: "y", n: 2 },
    ],
  });
  expect(brief(leaves)).toEqual([["/t", ["/o/0/k", "/o/1/k"], ["/o/0/n", "/o/1/n"]]]);
});

test("a value that was read from the target comes from where that came from", async () => {
  const rules = "src.t as t -> tgt.one as one, one.k = t; src -> tgt.a = (%tgt.one.k);";
  const { leaves } = await trace(rules, { t: "x" });
  expect(leaves.map(({ pointer, origin }) => [pointer, origin?.from])).toEqual([
    ["/one/k", ["/t"]],
    ["/a", ["/t"]],
  ]);
});

test("what is set twice depends on both rules; what is shared or stays empty is found where it ended", async () => {
  const rules = `src.t as t -> tgt.a = 'first'; src.z as z -> tgt.a = z;
    src.s as s -> tgt.o as o share it, o.v = s;
    src.s as s -> tgt.ccs as c then { s where $this = 'q' -> c.text = s; };`;
  const { leaves } = await trace(rules, { t: "x", z: "y", s: ["p", "q"] });
  expect(leaves.map(({ pointer, origin }) => [pointer, origin?.from])).toEqual([
    ["/a", ["/z"]],
    ["/o/0/v/0", ["/s/0"]],
    ["/o/0/v/1", ["/s/1"]],
    ["/ccs/0/text", ["/s/1"]],
  ]);
  expect(leaves[0]?.origin?.because).toEqual(["/z", "/t"]);
});

describe("rules that did not fire", () => {
  test("say whether the source is empty or the condition was not met, and what it looked at", async () => {
    const rules = "src.t as t -> tgt.t = t; src.s as s where $this = %src.a -> tgt.s = s; src.o as o -> tgt.a = 'a';";
    const { misses } = await trace(rules, { s: ["p"], a: "q" });
    expect(misses.map(({ reason, source, because }) => [reason, source, because])).toEqual([
      ["empty", ["/t"], []],
      ["where", ["/s/0"], ["/s/0", "/a"]],
      ["empty", ["/o"], []],
    ]);
  });
});

test("a trace of another map is refused", () => {
  expect(() => readTrace([1, 2, 3], { sites: [], conceptMaps: {}, rules: [] }, {})).toThrow(RangeError);
});
