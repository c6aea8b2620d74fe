import { randomBytes, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import type { Config } from "./config.ts";
import { enrol, startDelivery, type FhirDestination } from "./delivery/index.ts";
import { createEmbeddedServer } from "./embedded/index.ts";
import { explainDocument, projectOnCase } from "./explain/index.ts";
import { extractCases } from "./extraction/index.ts";
import { watchPressure } from "./health/index.ts";
import { createApp, drainable, listen, openDefinitions, type Mount, type Service } from "./http/index.ts";
import type { Intake } from "./intake/index.ts";
import { VERSIONS } from "./mapping/index.ts";
import { createMetrics } from "./metrics/index.ts";
import type { OpenDestination, OpenDestinations } from "./open-destinations.ts";
import type { OpenGuard } from "./open-guard.ts";
import { openPlainDestination } from "./open-plain-destination.ts";
import { isLoopbackHost } from "./outbound/index.ts";
import { builtPipeline } from "./pipeline.ts";
import { checkResource } from "./profile/index.ts";
import { scheduleRetention } from "./schedule-retention.ts";
import type { LoadedSettings, Settings } from "./settings/index.ts";
import type { Site } from "./site/index.ts";
import {
  clearIntakeResults,
  enrolDestination,
  openStore,
  readLastAudited,
  readQueue,
  recordAudit,
  redeliverAll,
  type Store,
} from "./store/index.ts";
import { createLog, packageFile, packageVersion, type Log } from "./system/index.ts";
import { startTracing, type Tracing } from "./tracing/index.ts";

/** The service, listening. */
export interface RunningService {
  readonly url: string;
  /** Where cases are delivered to. */
  readonly destinations: readonly OpenDestination[];
  /** Refuses new connections and waits for the requests and deliveries in flight. */
  close(): Promise<void>;
}

/** Where the embedded FHIR server stands when no destination is configured, and its name in the outbox. */
export const EMBEDDED_PATH = "/embedded/fhir";
const EMBEDDED_NAME = "embedded";

/** No intake lasts as long, so its results belong to a process that ended. */
const FORGOTTEN_INTAKE_MS = 24 * 60 * 60 * 1000;
const MIN_FREE_DISK_BYTES = 100_000_000;
const MAX_EVENT_LOOP_DELAY_MS = 250;

/**
 * Builds the parts from the configuration and listens.
 *
 * @throws Error with code `EADDRINUSE` and kin when it cannot listen, or with every fault of the settings
 * @throws StoreFault when the store cannot be opened, or another process serves it
 */
export async function startService(config: Config): Promise<RunningService> {
  const loaded = config.settingsFile === undefined ? undefined : await loadConfigured(config.settingsFile);
  assertSafe(config, loaded?.settings ?? {});
  const store = await openStore({
    dataFolder: config.dataFolder,
    access: "serve",
    ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
    onFault: () => log("database-connection-lost"),
  });
  const closing: (() => Promise<void> | void)[] = [() => store.close()];
  // What was opened last is closed first.
  const close = async (): Promise<void> => {
    for (let next = closing.pop(); next !== undefined; next = closing.pop()) await next();
  };
  try {
    const site = await openConfiguredSite(config);
    if (site) closing.push(() => site.close());
    return { ...(await serve(config, loaded, store, site, closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Settings, and below what they alone ask for, are loaded where there are any: most of a start is loading. */
async function loadConfigured(file: string): Promise<LoadedSettings> {
  const { loadSettings } = await import("./settings/index.ts");
  return loadSettings(file);
}

/** Compilers and threads are for sites alone; without one, none of it is loaded. */
async function openConfiguredSite({ siteFolder, dataFolder }: Config): Promise<Site | undefined> {
  if (siteFolder === undefined) return undefined;
  const { openSite } = await import("./site/index.ts");
  return openSite({ folder: siteFolder, dataFolder, watch: {}, log });
}

/** What would let strangers in, or send cases somewhere by mistake, does not start. */
function assertSafe(config: Config, { destinations, inbound }: Settings): void {
  const faults: string[] = [];
  if (inbound === undefined && !isLoopbackHost(config.host))
    faults.push("inbound must be set in the settings file (KYPHO_CONFIG) to listen to other machines");
  if (destinations && config.destination !== undefined)
    faults.push("KYPHO_DESTINATION and destinations of the settings file exclude each other");
  if (inbound && !destinations && config.destination === undefined)
    faults.push("destinations must be set beside inbound: the embedded server lets anybody in");
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

async function serve(
  config: Config,
  loaded: LoadedSettings | undefined,
  store: Store,
  site: Site | undefined,
  closing: (() => Promise<void> | void)[],
): Promise<Omit<RunningService, "close">> {
  const settings = loaded?.settings ?? {};
  await clearIntakeResults(store, Date.now() - FORGOTTEN_INTAKE_MS);
  if (loaded) await auditSettings(store, loaded.hash);
  const configured = await openConfigured(config, settings);
  if (configured) closing.push(() => configured.close());
  const names = configured?.list.map(({ name }) => name) ?? [EMBEDDED_NAME];
  const state = { isDraining: false };
  const tracing = config.tracesEndpoint === undefined ? undefined : await openTracing(config.tracesEndpoint);
  if (tracing) closing.push(() => tracing.close());
  const made = await createService(config, settings, store, names, configured, state, site, closing);
  const service = { ...made, ...(tracing && { tracing }) };
  const mounts: Mount[] = configured ? [] : [{ path: EMBEDDED_PATH, handler: createEmbeddedServer().router }];
  const { tls } = settings.inbound ?? {};
  const server = await listen(createApp(service, mounts), {
    host: config.host,
    port: config.port,
    ...(tls && {
      tls: {
        cert: tls.certFile,
        key: tls.keyFile,
        ...(tls.clientCaFile !== undefined && { clientCa: tls.clientCaFile }),
      },
    }),
  });
  const drain = drainable(server);
  const { port } = server.address() as AddressInfo;
  const url = `${tls ? "https" : "http"}://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  const open = configured ?? openPlainDestination(EMBEDDED_NAME, `${url}${EMBEDDED_PATH}`, undefined);
  if (!configured) closing.push(() => open.close());
  const stops: (() => Promise<void>)[] = [];
  // From here on it listens: whatever fails, nobody may be left talking to a service without a store.
  closing.push(async () => {
    state.isDraining = true;
    await drain();
    await Promise.all(stops.map((stop) => stop()));
  });
  const destinations = await Promise.all(open.list.map((one) => enrolled(config, store, one, !configured)));
  for (const { name, destination } of destinations) {
    const stop = startDelivery({
      store,
      name,
      destination,
      owner: randomUUID(),
      now: Date.now,
      monotonicMs: () => performance.now(),
      random: Math.random,
      log,
      onAttempt(attempt) {
        service.metrics.observeAttempt(attempt);
        const { answerClass, elapsedMs } = attempt;
        tracing?.record({
          name: "deliver",
          kind: "client",
          elapsedMs,
          isFailed: answerClass !== "done",
          attributes: { "kypho.destination": name, "kypho.class": answerClass },
        });
      },
      ...(config.hurry !== undefined && { hurry: config.hurry }),
    });
    stops.push(stop);
  }
  closing.push(scheduleRetention(store, settings.retention, log));
  return { url, destinations };
}

async function createService(
  config: Config,
  settings: Settings,
  store: Store,
  destinations: readonly string[],
  configured: OpenDestinations | undefined,
  state: { readonly isDraining: boolean },
  site: Site | undefined,
  closing: (() => Promise<void> | void)[],
): Promise<Service> {
  const caseSystem = config.caseSystem === undefined ? {} : { caseSystem: config.caseSystem };
  const version = packageVersion();
  const pipeline = site?.pipeline ?? builtPipeline;
  const intake: Intake = { store, pipeline, software: version, destinations, now: () => new Date(), ...caseSystem };
  const { minFreeDiskBytes = MIN_FREE_DISK_BYTES, maxQueueAgeMinutes, maxEventLoopDelayMs } = settings.limits ?? {};
  const limits = {
    minFreeDiskBytes,
    // A service for its own machine alone has nobody to send elsewhere.
    ...(config.settingsFile !== undefined && { maxEventLoopDelayMs: maxEventLoopDelayMs ?? MAX_EVENT_LOOP_DELAY_MS }),
    ...(maxQueueAgeMinutes !== undefined && { maxQueueAgeMs: maxQueueAgeMinutes * 60_000 }),
  };
  const pressure = watchPressure(store, config.dataFolder, limits, log);
  closing.push(() => pressure.stop());
  const open = settings.inbound && (await openConfiguredGuard(settings.inbound, store));
  if (open) closing.push(() => open.close());
  return {
    version,
    startedAt: new Date().toISOString(),
    contract: readFileSync(packageFile("openapi.yaml"), "utf8"),
    definitions: openDefinitions(
      [packageFile("build/structures"), packageFile("mappings/concept-maps")],
      site?.definitions,
    ),
    process: (bytes, line) => pipeline.process(bytes, line === undefined ? caseSystem : { ...caseSystem, line }),
    check: site?.check ?? checkResource,
    extract: site?.extract ?? extractCases,
    explain: site?.explain ?? explainDocument,
    project: site?.project ?? projectOnCase,
    maps: () => ({ ours: { version: packageVersion(), versions: VERSIONS }, ...(site && { site: site.report() }) }),
    intake,
    log,
    pressure: pressure.reason,
    isDraining: () => state.isDraining,
    metrics: createMetrics({
      readQueue: () => readQueue(store),
      freeDiskBytes: pressure.freeDiskBytes,
      now: Date.now,
      version,
    }),
    publicKeys: configured?.publicKeys ?? [],
    ...(open && { guard: open.guard }),
  };
}

async function openConfiguredGuard(inbound: NonNullable<Settings["inbound"]>, store: Store): Promise<OpenGuard> {
  const { openGuard } = await import("./open-guard.ts");
  return openGuard(inbound, store, log);
}

/** The destinations of the settings, or the one of the environment; undefined for the embedded server. */
async function openConfigured(config: Config, settings: Settings): Promise<OpenDestinations | undefined> {
  if (settings.destinations) {
    const { openDestinations } = await import("./open-destinations.ts");
    return openDestinations(settings);
  }
  if (config.destination === undefined) return undefined;
  const baseUrl = config.destination.replace(/\/+$/, "");
  return openPlainDestination(baseUrl, baseUrl, config.destinationToken);
}

/** The destination with the secret that it was enrolled with. */
async function enrolled(
  { dataFolder }: Config,
  store: Store,
  { name, destination }: OpenDestination,
  isEmbedded: boolean,
): Promise<OpenDestination> {
  const { baseUrl } = destination;
  // The secret that `kypho push` drew in this folder is kept, so that both write the same resources.
  const drawn = isEmbedded ? randomBytes(32).toString("hex") : enrol(dataFolder, baseUrl);
  const idSecret = await enrolDestination(store, { name, baseUrl, idSecret: drawn });
  // The embedded server forgets everything with the process.
  if (isEmbedded) await redeliverAll(store, name);
  return { name, destination: { ...destination, idSecret } satisfies FhirDestination };
}

async function openTracing(endpoint: string): Promise<Tracing> {
  const tracing = await startTracing(endpoint, packageVersion());
  log("tracing-started");
  return tracing;
}

/** A change of the settings is audited when the service starts with it. */
async function auditSettings(store: Store, hash: string): Promise<void> {
  log("settings-loaded", { hash });
  if ((await readLastAudited(store, "settings-loaded")) === hash) return;
  await recordAudit(store, { actor: "(service)", action: "settings-loaded", target: hash });
}

const log: Log = createLog(
  (line) => process.stderr.write(line),
  () => new Date(),
);
