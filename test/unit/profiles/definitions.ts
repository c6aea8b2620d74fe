/** The definitions that `npm run build` made of profiles/, and the examples beside their sources. */
import type { CodeSystem, Resource, StructureDefinition, ValueSet } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

export const BASE = "https://kypho-fhir.github.io/fhir";

export interface Expectation {
  readonly file: string;
  readonly profile: string;
  readonly kind: string;
  readonly rule: string;
  readonly element: string;
}

const definitions = readFolder("build/structures").map(([, resource]) => resource as unknown as Resource);

export const codeSystems = definitions.filter((it): it is CodeSystem => it.resourceType === "CodeSystem");
export const valueSets = definitions.filter((it): it is ValueSet => it.resourceType === "ValueSet");

const structures = definitions.filter((it): it is StructureDefinition => it.resourceType === "StructureDefinition");
export const profiles = structures.filter((it) => it.kind === "resource" && it.derivation === "constraint");
export const extensions = structures.filter((it) => it.type === "Extension");

export const validExamples = readFolder("profiles/examples/valid");
export const invalidExamples = readFolder("profiles/examples/invalid").filter(([name]) => name !== "expectations.json");
export const expectations = readJson(
  "profiles/examples/invalid/expectations.json",
) as unknown as readonly Expectation[];

/** The codes that a public source shows with their meaning; no other foreign code may be used. */
export const verifiedCodes = readJson("test/fixtures/verified-codes.json") as unknown as readonly {
  readonly system: string;
  readonly code: string;
}[];

function readFolder(folder: string): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => [name, readJson(`${folder}/${name}`)] as const);
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Readonly<Record<string, unknown>>;
}
