import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import type { Config } from "./config.ts";
import { deliverTo, enrol, type FhirDestination } from "./delivery/index.ts";
import { createEmbeddedServer } from "./embedded/index.ts";
import { createApp, openDefinitions, type Mount, type Service } from "./http/index.ts";
import { processCase } from "./pipeline.ts";
import { checkResource } from "./profile/index.ts";
import { packageFile, packageVersion } from "./system/index.ts";

/** The service, listening. */
export interface RunningService {
  readonly url: string;
  /** Where cases are delivered to. */
  readonly destination: FhirDestination;
  /** Refuses new connections and waits for the requests in flight. */
  close(): Promise<void>;
}

/** Where the embedded FHIR server stands when no destination is configured. */
export const EMBEDDED_PATH = "/embedded/fhir";

/**
 * Builds the parts from the configuration and listens.
 *
 * @throws Error with code `EADDRINUSE` and kin when it cannot listen
 */
export async function startService(config: Config): Promise<RunningService> {
  const mounts: Mount[] = [];
  if (config.destination === undefined) mounts.push({ path: EMBEDDED_PATH, handler: createEmbeddedServer().router });
  // The destination may be this very server, so its address is known only once it listens.
  const destinations: FhirDestination[] = [];
  const service = createService(config, () => destinations[0] as FhirDestination);

  const server = await listen(createApp(service, mounts), config);
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  const destination = describeDestination(config, url);
  destinations.push(destination);
  return { url, destination, close: () => close(server) };
}

function createService(config: Config, destination: () => FhirDestination): Service {
  const intake = config.caseSystem === undefined ? {} : { caseSystem: config.caseSystem };
  return {
    version: packageVersion(),
    startedAt: new Date().toISOString(),
    contract: readFileSync(packageFile("openapi.yaml"), "utf8"),
    definitions: openDefinitions([packageFile("build/structures"), packageFile("mappings/concept-maps")]),
    process: (bytes, line) => processCase(bytes, line === undefined ? intake : { ...intake, line }),
    check: checkResource,
    deliver: (bundle) => deliverTo(destination(), bundle),
    log: (event, details) => {
      process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`);
    },
  };
}

function describeDestination(config: Config, url: string): FhirDestination {
  const baseUrl = config.destination?.replace(/\/+$/, "") ?? `${url}${EMBEDDED_PATH}`;
  return {
    baseUrl,
    // The embedded server forgets everything with the process, and so may its secret be forgotten.
    idSecret: config.destination === undefined ? randomBytes(32) : enrol(config.dataFolder, config.destination),
    ...(config.destinationToken !== undefined && { bearerToken: config.destinationToken }),
  };
}

function listen(app: ReturnType<typeof createApp>, { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server: Server = app.listen(port, host, (error?: Error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
