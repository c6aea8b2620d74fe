import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { processCase } from "../../../src/pipeline.ts";
import { checkResource } from "../../../src/profile/index.ts";
import { FHIR_PACKAGE, mustPass, readCaseDocuments } from "../cases.ts";
import { killedAtExit, type JavaHarness } from "../harness/index.ts";
import type { Figure } from "../lane.ts";
import { median, milliseconds } from "../timing.ts";

/** Rounds for HL7's validator, warming up and measured, at a tenth of a second each, and for ours. */
const HL7_ROUNDS = 10;
const OUR_ROUNDS = 300;

/**
 * The typical bundle checked from its text by HL7's validator and by ours. What HL7's costs at each call, whatever the resource
 * (HAPI makes a new core validator, which reads a table of OIDs), is measured in the same run and taken off.
 */
export async function measureSpeed(harness: JavaHarness): Promise<readonly Figure[]> {
  const bundle = typicalBundle();
  const { whole, fixed } = await hl7Micros(harness, bundle);
  const ours = ourMicros(bundle);
  return [
    { name: "HL7's validator on the typical bundle, median", text: milliseconds(whole) },
    { name: "of it a fixed cost of each call, median", text: milliseconds(fixed) },
    { name: "ours on the typical bundle, median", text: milliseconds(ours) },
    { name: "HL7's without its fixed cost over ours", text: ((whole - fixed) / ours).toFixed(0) },
  ];
}

function typicalBundle(): string {
  const document = readCaseDocuments().find(({ id }) => id === "typical.json");
  if (!document) throw new Error("examples/typical.json is missing");
  return JSON.stringify(mustPass(document.id, processCase(document.bytes)).bundle);
}

async function hl7Micros(harness: JavaHarness, bundle: string): Promise<{ whole: number; fixed: number }> {
  const folder = mkdtempSync(join(tmpdir(), "kypho-interop-"));
  try {
    const file = join(folder, "bundle.json");
    writeFileSync(file, bundle);
    const args = ["--package", FHIR_PACKAGE, "--bench", file, "--rounds", String(HL7_ROUNDS)];
    // Java writes the sign of a microsecond as "?" where the locale has none.
    const env = { ...process.env, LC_ALL: "C.UTF-8" };
    const child = killedAtExit(spawn(harness.command("validator"), args, { env, stdio: ["ignore", "pipe", "ignore"] }));
    const exit = once(child, "exit");
    const printed = await text(child.stdout);
    const [code] = (await exit) as [number | null];
    if (code !== 0) throw new Error(`validator --bench ended with ${code ?? "a signal"}`);
    return { whole: microsOf("the bundle whole", printed), fixed: microsOf("new core validator", printed) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The last number of the line that begins so. */
function microsOf(line: string, printed: string): number {
  const micros = new RegExp(`^${line} .* = +([\\d.,]+) µs$`, "m").exec(printed)?.[1];
  if (micros === undefined) throw new Error(`validator --bench says nothing of "${line}":\n${printed}`);
  return Number(micros);
}

/** From text to verdict, warmed up. */
function ourMicros(bundle: string): number {
  const check = (): void => {
    if (checkResource(JSON.parse(bundle)).length > 0) throw new Error("the typical bundle is refused");
  };
  for (let round = 0; round < OUR_ROUNDS; round++) check();
  const times = Array.from({ length: OUR_ROUNDS }, () => {
    const startedAt = performance.now();
    check();
    return (performance.now() - startedAt) * 1000;
  });
  return median(times);
}
