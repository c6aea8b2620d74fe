import { randomBytes, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import type { Config } from "./config.ts";
import { enrol, startDelivery, type FhirDestination } from "./delivery/index.ts";
import { createEmbeddedServer } from "./embedded/index.ts";
import { createApp, drainable, openDefinitions, type Mount, type Service } from "./http/index.ts";
import type { Intake } from "./intake/index.ts";
import { processCase } from "./pipeline.ts";
import { checkResource } from "./profile/index.ts";
import { clearIntakeResults, enrolDestination, openStore, redeliverAll, type Store } from "./store/index.ts";
import { createLog, packageFile, packageVersion, type Log } from "./system/index.ts";

/** The service, listening. */
export interface RunningService {
  readonly url: string;
  /** Where cases are delivered to. */
  readonly destination: FhirDestination;
  /** Refuses new connections and waits for the requests and deliveries in flight. */
  close(): Promise<void>;
}

/** Where the embedded FHIR server stands when no destination is configured, and its name in the outbox. */
export const EMBEDDED_PATH = "/embedded/fhir";
const EMBEDDED_NAME = "embedded";

/** No intake lasts as long, so its results belong to a process that ended. */
const FORGOTTEN_INTAKE_MS = 24 * 60 * 60 * 1000;

/**
 * Builds the parts from the configuration and listens.
 *
 * @throws Error with code `EADDRINUSE` and kin when it cannot listen
 * @throws StoreFault when the store cannot be opened, or another process serves it
 */
export async function startService(config: Config): Promise<RunningService> {
  const store = await openStore({
    dataFolder: config.dataFolder,
    access: "serve",
    ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
    onFault: () => log("database-connection-lost"),
  });
  try {
    return await serve(config, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(config: Config, store: Store): Promise<RunningService> {
  await clearIntakeResults(store, Date.now() - FORGOTTEN_INTAKE_MS);
  const mounts: Mount[] = [];
  if (config.destination === undefined) mounts.push({ path: EMBEDDED_PATH, handler: createEmbeddedServer().router });
  const name = config.destination?.replace(/\/+$/, "") ?? EMBEDDED_NAME;
  const server = await listen(createApp(createService(config, store, name), mounts), config);
  const drain = drainable(server);
  // A long NDJSON intake is one request; headers and idle connections keep their own limits.
  server.requestTimeout = 0;
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  const destination = await openDestination(config, store, name, url);
  const stopDelivery = startDelivery({
    store,
    name,
    destination,
    owner: randomUUID(),
    now: Date.now,
    monotonicMs: () => performance.now(),
    random: Math.random,
    log,
    ...(config.hurry !== undefined && { hurry: config.hurry }),
  });
  return {
    url,
    destination,
    async close() {
      await drain();
      await stopDelivery();
      await store.close();
    },
  };
}

function createService(config: Config, store: Store, destination: string): Service {
  const caseSystem = config.caseSystem === undefined ? {} : { caseSystem: config.caseSystem };
  const intake: Intake = {
    store,
    software: packageVersion(),
    destinations: [destination],
    now: () => new Date(),
    ...caseSystem,
  };
  return {
    version: packageVersion(),
    startedAt: new Date().toISOString(),
    contract: readFileSync(packageFile("openapi.yaml"), "utf8"),
    definitions: openDefinitions([packageFile("build/structures"), packageFile("mappings/concept-maps")]),
    process: (bytes, line) => processCase(bytes, line === undefined ? caseSystem : { ...caseSystem, line }),
    check: checkResource,
    intake,
    log,
  };
}

/** The destination with the secret that it was enrolled with. */
async function openDestination(config: Config, store: Store, name: string, url: string): Promise<FhirDestination> {
  const { destination, destinationToken, dataFolder } = config;
  const baseUrl = destination === undefined ? `${url}${EMBEDDED_PATH}` : name;
  // The secret that `kypho push` drew in this folder is kept, so that both write the same resources.
  const drawn = destination === undefined ? randomBytes(32).toString("hex") : enrol(dataFolder, baseUrl);
  const idSecret = await enrolDestination(store, { name, baseUrl, idSecret: drawn });
  // The embedded server forgets everything with the process.
  if (destination === undefined) await redeliverAll(store, name);
  return { baseUrl, idSecret, ...(destinationToken !== undefined && { bearerToken: destinationToken }) };
}

const log: Log = createLog(
  (line) => process.stderr.write(line),
  () => new Date(),
);

function listen(app: ReturnType<typeof createApp>, { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server: Server = app.listen(port, host, (error?: Error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}
