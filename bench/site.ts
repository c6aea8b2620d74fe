/**
 * Measures what a site's 50 profiles add to a start: their trees, checks and invariants compiled to modules, from what was read.
 *
 * Each is a profile on one of ours with a rule of its own. Prints milliseconds of the first run in a new process, and ends with 1 when
 * processors were busy for more than a second, which on a machine that does nothing else is more than the time that it takes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { compileProfiles } from "../src/site/compile-profiles.ts";
import { packageFile } from "../src/system/index.ts";

const COUNT = 50;
const MOST_MS = 1_000;
const names = readdirSync(packageFile("build/structures")).filter((name) => name.startsWith("StructureDefinition-"));
const ours = names
  .map((name) => JSON.parse(readFileSync(packageFile(`build/structures/${name}`), "utf8")) as StructureDefinition)
  .filter(({ kind }) => kind === "resource");
const profiles = Array.from({ length: COUNT }, (_, index) => {
  const { type, url, name } = ours[index % ours.length] as StructureDefinition;
  const resource: Resource = {
    resourceType: "StructureDefinition",
    url: `https://hospital.example.org/fhir/StructureDefinition/${name}-${index}`,
    name: `${name}${index}`,
    status: "active",
    kind: "resource",
    abstract: false,
    type,
    baseDefinition: url,
    derivation: "constraint",
    differential: {
      element: [
        {
          id: type,
          path: type,
          constraint: [{ key: `our-${index}`, severity: "error", human: "A rule.", expression: "meta.exists()" }],
        },
      ],
    },
  };
  return { file: `${index}.json`, resource };
});
const folder = mkdtempSync(join(tmpdir(), "kypho-bench-site-"));
const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
const { issues } = compileProfiles(folder, profiles, { clean: "clean", fhirpath: "fhirpath" });
const { user, system } = process.cpuUsage(cpu);
const milliseconds = Math.round(performance.now() - startedAt);
rmSync(folder, { recursive: true });
if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join("\n"));
const busyMs = Math.round((user + system) / 1000);
console.log(`${COUNT} profiles compiled in ${milliseconds} ms; processors were busy for ${busyMs} of ${MOST_MS} ms`);
if (busyMs > MOST_MS) process.exitCode = 1;
