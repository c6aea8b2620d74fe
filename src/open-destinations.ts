import { createTokenSource, readSigningKeys, type SigningKeys } from "./authorization/index.ts";
import type { FhirDestination } from "./delivery/index.ts";
import { openOutbound, type Outbound } from "./outbound/index.ts";
import { loadSettings, type Settings } from "./settings/index.ts";

type DestinationSettings = NonNullable<Settings["destinations"]>[number];

/** A destination by its name in the outbox, before it is enrolled. */
export interface OpenDestination {
  readonly name: string;
  readonly destination: FhirDestination;
}

/** Where cases go, and the keys that we are known by there. */
export interface OpenDestinations {
  readonly list: readonly OpenDestination[];
  readonly publicKeys: readonly object[];
  close(): Promise<void>;
}

/**
 * Opens a way out to each configured destination, and to nothing else. Nothing is contacted yet.
 *
 * @throws Error when a signing key is not fit
 */
export async function openDestinations({ destinations = [], signingKeys }: Settings): Promise<OpenDestinations> {
  const keys = signingKeys && (await readSigningKeys(signingKeys));
  const ways: Outbound[] = [];
  const list = destinations.map((settings) => {
    const way = openOutbound(outboundOf(settings));
    ways.push(way);
    return { name: settings.name, destination: toDestination(settings, way.fetch, keys) };
  });
  return {
    list,
    publicKeys: keys?.publicKeySet.keys ?? [],
    close: async () => {
      await Promise.all(ways.map((way) => way.close()));
    },
  };
}

/**
 * Opens the way to one destination of a settings file, and to no other.
 *
 * @throws Error with every fault of the settings, or the names that there are
 */
export async function openNamedDestination(settingsFile: string, name: string): Promise<OpenDestinations> {
  const { settings } = loadSettings(settingsFile);
  const { destinations = [] } = settings;
  const named = destinations.filter((one) => one.name === name);
  if (named.length > 0) return openDestinations({ ...settings, destinations: named });
  const known = destinations.map((one) => one.name).join(", ") || "none";
  throw new Error(`A destination of the settings file was expected, found another name; there are: ${known}`);
}

function outboundOf(settings: DestinationSettings): Parameters<typeof openOutbound>[0] {
  const { baseUrl, backendServices, limits = {}, proxy, caFile, clientCertificate } = settings;
  const { concurrency, requestsPerSecond, maxAnswerBytes, connectTimeoutMs, requestTimeoutMs } = limits;
  const { tokenEndpoint, tokenOrigins = [] } = backendServices ?? {};
  return {
    origins: [baseUrl, ...tokenOrigins, ...(tokenEndpoint === undefined ? [] : [tokenEndpoint])],
    ...(caFile !== undefined && { ca: caFile }),
    ...(clientCertificate && {
      clientCertificate: { cert: clientCertificate.certFile, key: clientCertificate.keyFile },
    }),
    ...(proxy !== undefined && { proxy }),
    ...(concurrency !== undefined && { concurrency }),
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(maxAnswerBytes !== undefined && { maxResponseBytes: maxAnswerBytes }),
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(requestTimeoutMs !== undefined && { answerTimeoutMs: requestTimeoutMs }),
  };
}

function toDestination(
  settings: DestinationSettings,
  fetcher: Outbound["fetch"],
  keys: SigningKeys | undefined,
): FhirDestination {
  const { patients, imagingStudies, resources, strategy, settleMs, limits = {}, tokenFile, backendServices } = settings;
  const baseUrl = settings.baseUrl.replace(/\/+$/, "");
  const { concurrency, maxBodyBytes, requestTimeoutMs } = limits;
  const tokens =
    backendServices &&
    keys &&
    createTokenSource(
      { ...backendServices, baseUrl, key: () => keys.current },
      { fetch: fetcher, monotonicMs: () => performance.now() },
    );
  return {
    baseUrl,
    fetch: fetcher,
    policies: {
      ...(patients !== undefined && { Patient: patients }),
      ...(imagingStudies !== undefined && { ImagingStudy: imagingStudies }),
    },
    ...(resources && { types: resources }),
    ...(strategy !== undefined && { strategy }),
    ...(settleMs !== undefined && { settleMs }),
    ...(concurrency !== undefined && { concurrency }),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    ...(limits.maxBatchEntries !== undefined && { maxBatchEntries: limits.maxBatchEntries }),
    ...(settings.allowsTestData !== undefined && { allowsTestData: settings.allowsTestData }),
    ...(requestTimeoutMs !== undefined && { timeoutMs: requestTimeoutMs }),
    ...(tokenFile !== undefined && { bearerToken: tokenFile.trim() }),
    ...(tokens && { tokens }),
  };
}
