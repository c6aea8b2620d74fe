import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSettings } from "../../../src/settings/index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kypho-settings-"));
  writeFileSync(join(folder, "token"), "secret-token\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (text: string) => {
  const file = join(folder, "kypho.yaml");
  writeFileSync(file, text);
  return loadSettings(file);
};
/** Each fault without the folder, `line:column: message`. */
const faultsOf = (text: string): readonly string[] => {
  try {
    load(text);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.replace(join(folder, "kypho.yaml:"), ""));
  }
};

describe("a settings file", () => {
  it("gives its settings, with the text of each file that it names", () => {
    const { settings, hash } = load(
      "destinations:\n  - name: main\n    baseUrl: https://fhir.example.org/r4\n    tokenFile: token\n",
    );
    expect(settings).toEqual({
      destinations: [{ name: "main", baseUrl: "https://fhir.example.org/r4", tokenFile: "secret-token\n" }],
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("may be empty, and then sets nothing", () => {
    expect(load("# nothing yet\n").settings).toEqual({});
  });

  it("tells every fault at once, each at its line and column", () => {
    const faults = faultsOf(
      [
        "destinations:",
        "  - name: Main Server",
        "    baseUrl: ftp://fhir.example.org",
        "    strategy: best",
        "    limits:",
        "      concurrency: 0",
        "    colour: red",
        "inbound:",
        "  apiKeys:",
        "    file: keys.json",
      ].join("\n"),
    );
    expect(faults.map((fault) => fault.split(": ").slice(0, 2).join(" ")).sort()).toEqual([
      "2:5 /destinations/0/name",
      "3:5 /destinations/0/baseUrl",
      "4:5 /destinations/0/strategy",
      "6:7 /destinations/0/limits/concurrency",
      "7:5 /destinations/0/colour",
      "9:3 /inbound/apiKeys",
    ]);
  });

  it.each([
    ["a key that stands twice", "limits: {}\nlimits: {}\n", "2:1"],
    ["what is no YAML", "destinations: [\n", "2:1"],
    ["a list", "- a\n", "1:1"],
    ["an alias, which might be a bomb", "limits: &a {}\nretention: *a\n", ""],
  ])("refuses %s", (_, text, place) => {
    expect(() => load(text)).toThrow(place);
  });

  const destination = (more: string): string =>
    `destinations:\n  - name: a\n    baseUrl: https://a.example.org\n${more}`;
  it.each([
    ["two destinations of one name", destination("  - name: a\n    baseUrl: https://b.example.org\n"), "4:5"],
    [
      "a token and backend services",
      destination("    tokenFile: token\n    backendServices: {clientId: a, scope: b}\n"),
      "4:5",
    ],
    ["backend services without keys", destination("    backendServices: {clientId: a, scope: b}\n"), "4:5"],
    ["a file that is not there", destination("    caFile: none.pem\n"), "4:5"],
    ["nobody who can log in", "inbound:\n  requestsPerMinute: 10\n", "1:1"],
    ["an issuer without keys", "inbound:\n  issuers:\n    - {issuer: 'https://a.example.org', audience: b}\n", "3:7"],
  ])("refuses %s", (_, text, place) => {
    expect(faultsOf(text).map((fault) => fault.split(": ")[0])).toContain(place);
  });

  it("says nothing of what stands in the files that it names", () => {
    const faults = faultsOf(destination("    tokenFile: token\n    backendServices: {clientId: a, scope: b}\n"));
    expect(faults.join()).not.toContain("secret-token");
  });
});
