import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { askDestination, exchange, probe, type FhirDestination, type ProbeReport } from "../../delivery/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import { listDestinations, noteDestination, StoreFault } from "../../store/index.ts";
import type { Config } from "../../config.ts";
import type { ExitCode } from "../exit-code.ts";
import { print, printDocument } from "../output.ts";
import { actor, withStore } from "./keeping.ts";

/** How `kypho doctor` was called. */
export interface DoctorOptions {
  readonly token?: string;
  /** That test data may be written. */
  readonly probe?: boolean;
  readonly json?: boolean;
}

/**
 * `kypho doctor`: what a FHIR server says of itself and, where test data may be written, what it really does. What was found
 * is kept with the destination, where it was enrolled.
 *
 * Exit code 1 when it is no FHIR R4 server.
 */
export async function doctorCommand(config: Config, url: string, options: DoctorOptions): Promise<ExitCode> {
  const baseUrl = url.replace(/\/+$/, "");
  const bearerToken = options.token ?? config.destinationToken;
  const destination: FhirDestination = { baseUrl, ...(bearerToken !== undefined && { bearerToken }) };
  const asked = await askDestination(destination);
  if (!asked.ok) {
    await printDocument(toOperationOutcome(asked.issues));
    return 1;
  }
  const report = await probe(destination, asked.value, options.probe === true, {
    send: (request) => exchange(destination, request),
    draw: randomUUID,
    monotonicMs: () => performance.now(),
    sleep,
  });
  const kept = options.probe === true ? await keep(config, baseUrl, report) : [];
  if (options.json === true) await printDocument({ destination: baseUrl, ...report, kept });
  else await print(describe(baseUrl, report, kept, options.probe === true));
  return 0;
}

/** @returns the names under which the destination was enrolled */
async function keep(config: Config, baseUrl: string, report: ProbeReport): Promise<readonly string[]> {
  const { ability, strategy, findings, lagMs } = report;
  try {
    return await withStore(config, "maintain", async (store) => {
      const enrolled = (await listDestinations(store)).filter((one) => one.baseUrl === baseUrl);
      for (const { name } of enrolled) {
        const now = Date.now();
        const change = {
          probe: JSON.stringify(findings),
          probeAt: now,
          ability: JSON.stringify({ ...ability, strategy, isStrategySet: false }),
          abilityAt: now,
          ...(lagMs !== undefined && { lagMs }),
        };
        const warnings = findings.filter(({ verdict }) => verdict === "warning").length;
        await noteDestination(store, {
          name,
          change,
          audit: { actor: actor(), action: "destination-probed", detail: { warnings } },
        });
      }
      return enrolled.map(({ name }) => name);
    });
  } catch (error) {
    // Without a store there is nothing to keep it with.
    if (error instanceof StoreFault) return [];
    throw error;
  }
}

const MARKS = { good: "ok     ", warning: "WARNING", unknown: "unknown" } as const;

function describe(baseUrl: string, report: ProbeReport, kept: readonly string[], isProbed: boolean): string {
  const { ability, strategy, findings, lagMs } = report;
  const says = [
    ability.hasTransaction && "transactions",
    ability.hasBatch && "batches",
    ability.updateCreate.length > 0 && "ids of clients",
    ability.conditionalCreate.length > 0 && "conditional create",
    ability.versioned.length > 0 && "If-Match",
  ].filter((word) => word !== false);
  const lines = [
    baseUrl,
    `  software   ${ability.software ?? "not told"}, FHIR ${ability.fhirVersion}`,
    `  says       ${says.join(", ") || "none of what delivery asks for"}`,
    `  strategy   ${strategy}`,
    ...(lagMs === undefined
      ? []
      : [`  index lag  ${lagMs} ms; a lost answer is looked up after ${Math.max(2_000, 3 * lagMs)} ms`]),
    "",
    ...findings.map(
      ({ probe: name, verdict, what, status }) =>
        `  ${MARKS[verdict]}  ${name.padEnd(26)}${what}${status === undefined ? "" : ` (${status})`}`,
    ),
    ...(isProbed ? [] : ["  Nothing was written; --probe tries what it really does, with Patients marked as tests."]),
    ...(kept.length > 0 ? ["", `  Kept with ${kept.join(", ")}.`] : []),
    "",
  ];
  return lines.join("\n");
}
