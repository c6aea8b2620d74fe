import { describe, expect, it } from "vitest";
import type { KyphoplastyCase } from "../../../src/case/index.ts";
import { runMap } from "../../../src/mapping/index.ts";
import { readExample } from "../../support/example.ts";

type Path = readonly (string | number)[];

const full = readExample("full");
const before = print(full);

/** What the map alone makes of a document; identities and the document's hash come after it. */
function print(document: unknown): string {
  const made = runMap(document as KyphoplastyCase);
  return made.ok ? JSON.stringify(made.value.bundle) : "";
}

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, child]) =>
    leaves(child, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function at(document: unknown, path: Path): unknown {
  return path.reduce((value, step) => (value as Record<string | number, unknown>)[step], document);
}

function edited(path: Path, edit: (parent: Record<string | number, unknown>, name: string | number) => void): unknown {
  const copy = structuredClone(full) as unknown;
  edit(at(copy, path.slice(0, -1)) as Record<string | number, unknown>, path.at(-1) as string | number);
  return copy;
}

const pointer = (path: Path): string => `/${path.join("/")}`;

/** Words of code lists arrive as codes, and `status` and `clinicalStatus` by FHIR's own words; numbers and free text as they are. */
const isVerbatim = (path: Path): boolean => {
  const value = at(full, path);
  return (
    typeof value === "number" ||
    (typeof value === "string" && !/^[a-z0-9-]+$/.test(value) && !/[Uu]id$/.test(String(path.at(-1))))
  );
};

/** Fields whose value in full.json is what is understood when they are left out; another word must show. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([["/levels/0/status", "stopped"]]);

describe("every field of full.json arrives", () => {
  it.each([...DEFAULTS])("%s changes the output when it says %s", (name, other) => {
    const path = leaves(full).find((one) => pointer(one) === name) as Path;
    expect(print(edited(path, (parent, last) => (parent[last] = other)))).not.toBe(before);
  });

  it.each(
    leaves(full)
      .map((path) => [pointer(path), path] as const)
      .filter(([name]) => !DEFAULTS.has(name)),
  )("%s changes the output when it is left out", (_name, path) => {
    const without = edited(path, (parent, name) => {
      if (Array.isArray(parent)) parent.splice(Number(name), 1);
      else Reflect.deleteProperty(parent, name);
    });
    expect(print(without)).not.toBe(before);
  });

  it.each(
    leaves(full)
      .filter(isVerbatim)
      .map((path) => [pointer(path), path] as const),
  )("%s stands in the output as it was written", (_name, path) => {
    expect(before).toContain(JSON.stringify(at(full, path)).replace(/^"|"$/g, ""));
  });
});
