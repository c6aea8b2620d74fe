import { join } from "node:path";

/** What the environment sets; every key is optional and has the default given here. */
export interface Config {
  /** `KYPHO_HOST`, the address to listen on. Any but loopback needs `inbound` in the settings file. */
  readonly host: string;
  /** `KYPHO_PORT`; 0 takes any free one. */
  readonly port: number;
  /** `KYPHO_CASE_SYSTEM`, filled into cases that leave `caseSystem` out. */
  readonly caseSystem?: string;
  /** `KYPHO_DESTINATION`, base URL of the FHIR server; without it the embedded one is used. */
  readonly destination?: string;
  /** `KYPHO_DESTINATION_TOKEN`, a bearer token for it. */
  readonly destinationToken?: string;
  /** `KYPHO_DATA`, the folder for what must outlive the process: the database, unless it is PostgreSQL's. */
  readonly dataFolder: string;
  /** `KYPHO_DATABASE_URL`, `postgres://…` of the database; without it, SQLite in the data folder. */
  readonly databaseUrl?: string;
  /** `KYPHO_HURRY`, how many times faster all waits of the delivery go by, 1 to 1000; only trials ask for more than 1. */
  readonly hurry?: number;
  /** `KYPHO_CONFIG`, the settings file: destinations, who may call, limits, retention. */
  readonly settingsFile?: string;
  /** `KYPHO_SITE`, the folder of a site's own maps, profiles, codes and form of documents (docs/site.md). */
  readonly siteFolder?: string;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`, base URL of the OpenTelemetry collector that traces go to; none without it. */
  readonly tracesEndpoint?: string;
}

const KEYS = [
  "HOST",
  "PORT",
  "CASE_SYSTEM",
  "DESTINATION",
  "DESTINATION_TOKEN",
  "DATA",
  "DATABASE_URL",
  "HURRY",
  "CONFIG",
  "SITE",
].map((key) => `KYPHO_${key}`);

/** Keys that belong to lanes of the tests and not to the service. */
const FOREIGN_KEYS = ["KYPHO_SUITES", "KYPHO_HAPI", "KYPHO_SEED", "KYPHO_CASES"];

/**
 * Reads the environment once.
 *
 * @throws Error that names every unknown `KYPHO_` key and every value at fault
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults = Object.keys(environment)
    .filter((key) => key.startsWith("KYPHO_") && !KEYS.includes(key) && !FOREIGN_KEYS.includes(key))
    .map((key) => `${key} is not a setting of kypho; it knows ${KEYS.join(", ")}`);
  const port = environment["KYPHO_PORT"] ?? "8080";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) faults.push("KYPHO_PORT must be a number from 0 to 65535");
  const destination = environment["KYPHO_DESTINATION"];
  if (destination !== undefined && !isHttpUrl(destination))
    faults.push("KYPHO_DESTINATION must be an http or https URL");
  const databaseUrl = environment["KYPHO_DATABASE_URL"];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    faults.push("KYPHO_DATABASE_URL must be a postgres:// URL");
  const hurry = Number(environment["KYPHO_HURRY"] ?? "1");
  if (!(hurry >= 1 && hurry <= 1000)) faults.push("KYPHO_HURRY must be a number from 1 to 1000");
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return Object.freeze({
    host: environment["KYPHO_HOST"] ?? "127.0.0.1",
    port: Number(port),
    dataFolder: environment["KYPHO_DATA"] ?? join(process.cwd(), ".kypho"),
    ...optional("caseSystem", environment["KYPHO_CASE_SYSTEM"]),
    ...optional("destination", destination),
    ...(hurry > 1 && { hurry }),
    ...optional("databaseUrl", databaseUrl),
    ...optional("settingsFile", environment["KYPHO_CONFIG"]),
    ...optional("siteFolder", environment["KYPHO_SITE"]),
    ...optional("tracesEndpoint", environment["OTEL_EXPORTER_OTLP_ENDPOINT"]),
    ...optional("destinationToken", environment["KYPHO_DESTINATION_TOKEN"]),
  });
}

/** Whether a text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined || value === "" ? {} : ({ [name]: value } as Partial<Record<Name, string>>);
}
