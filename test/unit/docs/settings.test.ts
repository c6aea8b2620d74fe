import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toSettingsPage } from "../../../scripts/settings-docs.ts";

const ROOT = join(import.meta.dirname, "../../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

describe("docs/settings.md", () => {
  it("is what settings.schema.yaml says", () => {
    expect(read("docs/settings.md")).toBe(toSettingsPage(read("settings.schema.yaml")));
  });

  it("names every setting", () => {
    const names = new Set<string>();
    JSON.stringify(parse(read("settings.schema.yaml")), (_, value: unknown) => {
      const { properties } = Object(value) as { readonly properties?: object };
      for (const name of Object.keys(properties ?? {})) names.add(name);
      return value;
    });
    const page = read("docs/settings.md");
    expect([...names].filter((name) => !new RegExp(`[\`.]${name}(\\[\\])?\``).test(page))).toEqual([]);
  });
});
