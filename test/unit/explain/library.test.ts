import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { explainCase, mapCase, projectIssues, traceCase, type Issue } from "../../../src/index.ts";

/** What the library exports of explanations, used as a caller would. */
const bytes = readFileSync("examples/typical.json");
const VOLUME = "/levels/0/cement/volumeMl";

test("explainCase tells the field behind an element, by its bytes alone", () => {
  const explained = explainCase(bytes, { field: VOLUME });
  const elements = explained.ok ? explained.value.explanation.elements : [];
  expect(elements.map(({ value, origin }) => [value, origin.from.map(({ pointer }) => pointer)])).toEqual([
    [4.5, [VOLUME]],
  ]);
  expect(explained.ok && explained.value.provenance.resourceType).toBe("Bundle");
});

test("traceCase has an origin for every leaf of the bundle that mapCase gives", () => {
  const [mapped, traced] = [mapCase(bytes), traceCase(bytes)];
  expect(traced.ok && JSON.stringify(traced.value.bundle)).toBe(mapped.ok && JSON.stringify(mapped.value.bundle));
  expect(traced.ok && traced.value.origins.leaves.length).toBeGreaterThan(500);
});

test("projectIssues names the field and the line behind what a server refuses", () => {
  const traced = traceCase(bytes);
  if (!traced.ok) throw new Error("The example was expected to be mapped.");
  const { bundle, origins } = traced.value;
  const leaf = origins.leaves.find(({ origin }) => origin.from[0]?.pointer === VOLUME);
  const path = (leaf?.pointer ?? "")
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
  const issue: Issue = {
    severity: "error",
    code: "value",
    rule: "delivery/refused",
    message: "No.",
    path: `Bundle.${path}`,
  };
  const [found] = projectIssues([issue], { bytes, bundle });
  const line =
    bytes
      .toString()
      .split("\n")
      .findIndex((text) => text.includes('"volumeMl": 4.5')) + 1;
  expect([found?.pointer, found?.position?.line]).toEqual([VOLUME, line]);
});
