import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STRATEGIES } from "../../../src/delivery/index.ts";
import { startPostgres, hasPostgres, POSTGRES_MISSING } from "../../support/postgres.ts";
import { startFhirServer } from "../harness/index.ts";
import type { Check, Figure, Lane, LaneContext } from "../lane.ts";
import { serveEmbedded } from "../../unit/embedded/serving.ts";
import { checkDoctor, EMBEDDED_FINDINGS, HAPI_FINDINGS } from "./doctor.ts";
import { checkLoops } from "./loops.ts";
import { checkStrategy, type TestServer } from "./strategy.ts";

/**
 * Delivery by the service itself, to HAPI's JPA server and to the embedded one: the cohort by every strategy, again by an adapter that
 * knows nothing of what is there, revised, withdrawn, and by eight adapters of which one is killed; and what `kypho doctor` finds.
 */
export const deliveryLane: Lane = {
  name: "delivery",
  run: async (context) => {
    const { harness, tell } = context;
    const folder = mkdtempSync(join(tmpdir(), "kypho-interop-"));
    const startedAt = performance.now();
    const hapi = await startFhirServer(harness);
    const ready = { name: "HAPI ready", text: seconds(startedAt) };
    const embedded = await serveEmbedded();
    const servers: readonly TestServer[] = [
      { name: "hapi", baseUrl: hapi.baseUrl, search: "_count=500&_elements=id" },
      { name: "embedded", baseUrl: embedded.baseUrl, search: "_count=500" },
    ];
    tell("kypho doctor probes both servers");
    const checks: Check[] = [
      await checkDoctor("hapi", hapi.baseUrl, HAPI_FINDINGS, join(folder, "doctor-hapi")),
      await checkDoctor("embedded", embedded.baseUrl, EMBEDDED_FINDINGS, join(folder, "doctor-embedded")),
    ];
    const figures: Figure[] = [ready];
    for (const server of servers) {
      for (const strategy of STRATEGIES) {
        const name = `${server.name}-${strategy}`;
        tell(`${server.name}: the cohort goes by ${strategy}`);
        const report = await checkStrategy({
          name,
          server,
          strategy,
          folder: join(folder, name),
          every: context.every,
        });
        checks.push(...report.checks);
        figures.push(...report.figures);
      }
    }
    figures.push(...(await runLoops(context, servers, folder, checks)));
    await hapi.stop();
    await embedded.close();
    rmSync(folder, { recursive: true });
    return { checks, figures };
  },
};

/** Eight adapters share one PostgreSQL; of a sample only the strategy that is hardest on a server without transactions. */
async function runLoops(
  { every, tell }: LaneContext,
  servers: readonly TestServer[],
  folder: string,
  checks: Check[],
): Promise<readonly Figure[]> {
  if (!hasPostgres) {
    tell(`eight adapters at once are left out: ${POSTGRES_MISSING}`);
    return [];
  }
  const database = await startPostgres(["fsync=off"]);
  const figures: Figure[] = [];
  const strategies = every > 1 ? (["batch"] as const) : STRATEGIES;
  for (const server of servers) {
    for (const strategy of strategies) {
      const name = `${server.name}-${strategy}-eight`;
      tell(`${server.name}: eight adapters at once by ${strategy}, one of them killed`);
      const databaseUrl = await database.createDatabase();
      const report = await checkLoops({ name, server, strategy, folder: join(folder, name), every, databaseUrl });
      checks.push(report.check);
      figures.push(report.figure);
    }
  }
  database.stop();
  return figures;
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
