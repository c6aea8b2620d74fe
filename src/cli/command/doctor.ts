import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { askDestination, exchange, probe, type FhirDestination, type ProbeReport } from "../../delivery/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import { listDestinations, noteDestination, StoreFault, type StoredDestination } from "../../store/index.ts";
import { isHttpUrl, type Config } from "../../config.ts";
import { openNamedDestination, type OpenDestination } from "../../open-destinations.ts";
import { openPlainDestination } from "../../open-plain-destination.ts";
import type { ExitCode } from "../exit-code.ts";
import { print, printDocument } from "../output.ts";
import { actor, withStore } from "./keeping.ts";

/** How `kypho doctor` was called. */
export interface DoctorOptions {
  readonly token?: string;
  /** The settings file that has the destination. */
  readonly config?: string;
  /** That test data may be written, where the settings do not forbid it. */
  readonly probe?: boolean;
  readonly json?: boolean;
}

/**
 * `kypho doctor`: what a FHIR server says of itself and, where test data may be written, what it really does. What was found
 * is kept with the destination, where it was enrolled.
 *
 * Exit code 1 when it is no FHIR R4 server.
 *
 * @param which a base URL, or the name of a destination in the settings file, which is asked in all as the settings say
 * @throws Error when there is no such destination, or it may not be written to and a probe was asked for
 */
export async function doctorCommand(config: Config, which: string, options: DoctorOptions): Promise<ExitCode> {
  const isProbed = options.probe === true;
  const opened = await open(config, which, options);
  try {
    const [one] = opened.list;
    if (!one) throw new Error("A destination that was opened is listed.");
    const { name, destination } = one;
    if (isProbed && !isHttpUrl(which) && destination.allowsTestData !== true)
      throw new Error(`${name} may not be written to: allowsTestData of its settings does not say so`);
    const asked = await askDestination(destination);
    if (!asked.ok) {
      await printDocument(toOperationOutcome(asked.issues));
      return 1;
    }
    const report = await probe(destination, asked.value, isProbed, {
      send: (request) => exchange(destination, request),
      draw: randomUUID,
      monotonicMs: () => performance.now(),
      sleep,
    });
    const isOne = isHttpUrl(which)
      ? (row: StoredDestination) => row.baseUrl === destination.baseUrl
      : (row: StoredDestination) => row.name === name;
    const kept = isProbed ? await keep(config, destination, report, isOne) : [];
    if (options.json === true) await printDocument({ destination: name, ...report, kept });
    else await print(describe(one, report, kept, isProbed));
    return 0;
  } finally {
    await opened.close();
  }
}

function open(config: Config, which: string, options: DoctorOptions): ReturnType<typeof openNamedDestination> {
  if (isHttpUrl(which)) {
    const baseUrl = which.replace(/\/+$/, "");
    return Promise.resolve(openPlainDestination(baseUrl, baseUrl, options.token ?? config.destinationToken));
  }
  const file = options.config ?? config.settingsFile;
  if (file === undefined)
    throw new Error(
      "an http or https URL, or with a settings file (--config, KYPHO_CONFIG) a name in it, was expected",
    );
  return openNamedDestination(file, which);
}

/** @returns the names under which the destination was enrolled */
async function keep(
  config: Config,
  destination: FhirDestination,
  { ability, strategy, findings, lagMs }: ProbeReport,
  isOne: (row: StoredDestination) => boolean,
): Promise<readonly string[]> {
  try {
    return await withStore(config, "maintain", async (store) => {
      const enrolled = (await listDestinations(store)).filter(isOne);
      for (const { name } of enrolled) {
        const now = Date.now();
        const isStrategySet = destination.strategy !== undefined;
        const change = {
          probe: JSON.stringify(findings),
          probeAt: now,
          ability: JSON.stringify({ ...ability, strategy, isStrategySet }),
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

function describe(
  { name, destination }: OpenDestination,
  report: ProbeReport,
  kept: readonly string[],
  isProbed: boolean,
): string {
  const { baseUrl, policies, settleMs = 0 } = destination;
  const { ability, strategy, findings, lagMs } = report;
  const says = [
    ability.hasTransaction && "transactions",
    ability.hasBatch && "batches",
    ability.updateCreate.length > 0 && "ids of clients",
    ability.conditionalCreate.length > 0 && "conditional create",
    ability.versioned.length > 0 && "If-Match",
  ].filter((word) => word !== false);
  const lines = [
    name === baseUrl ? baseUrl : `${name}  ${baseUrl}`,
    `  software   ${ability.software ?? "not told"}, FHIR ${ability.fhirVersion}`,
    `  says       ${says.join(", ") || "none of what delivery asks for"}`,
    `  strategy   ${strategy}${destination.strategy === undefined ? "" : ", as the settings say"}`,
    ...(policies?.Patient === undefined ? [] : [`  patients   ${policies.Patient}`]),
    ...(lagMs === undefined
      ? []
      : [`  index lag  ${lagMs} ms; a lost answer is looked up after ${Math.max(2_000, 3 * lagMs, settleMs)} ms`]),
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
