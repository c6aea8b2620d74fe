import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { createAccess, createIssuersVerifier, readApiKeys, type AccessWays } from "./access/index.ts";
import type { Guard } from "./http/index.ts";
import { openOutbound, type Outbound } from "./outbound/index.ts";
import type { Settings } from "./settings/index.ts";
import { recordAudit, StoreFault, type Store } from "./store/index.ts";
import type { Log } from "./system/index.ts";

type InboundSettings = NonNullable<Settings["inbound"]>;

/** Who may call, with the ways out to the issuers' keys. */
export interface OpenGuard {
  readonly guard: Guard;
  close(): Promise<void>;
}

const REQUESTS_PER_MINUTE = 6000;
const FAILURES_PER_MINUTE = 60;
const KEYS_TIMEOUT_MS = 10_000;
const MAX_KEYS_BYTES = 1_000_000;

/**
 * Opens what decides about callers.
 *
 * @throws Error when keys or API keys are not fit
 */
export function openGuard(settings: InboundSettings, store: Store, log: Log): OpenGuard {
  const ways: Outbound[] = [];
  const rules = settings.issuers?.map(({ issuer, audience, keysUrl, keysFile, caFile, oneUse = false }) => {
    if (keysUrl === undefined) return { issuer, audience, oneUse, keys: readKeySet(keysFile ?? "", issuer) };
    const way = openOutbound({
      origins: [keysUrl],
      maxResponseBytes: MAX_KEYS_BYTES,
      answerTimeoutMs: KEYS_TIMEOUT_MS,
      ...(caFile !== undefined && { ca: caFile }),
    });
    ways.push(way);
    const keys = createRemoteJWKSet(new URL(keysUrl), { [customFetch]: way.fetch, timeoutDuration: KEYS_TIMEOUT_MS });
    return { issuer, audience, oneUse, keys };
  });
  const access: AccessWays = {
    ...(rules && { verifyToken: createIssuersVerifier(rules) }),
    ...(settings.apiKeys && { apiKeys: readApiKeySettings(settings.apiKeys) }),
  };
  const watch = watchLogins(store, log);
  return {
    guard: {
      decide: createAccess(access),
      onRefusal: ({ rule }, address) => watch.note(rule, address),
      requestsPerMinute: settings.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      failuresPerMinute: settings.failuresPerMinute ?? FAILURES_PER_MINUTE,
    },
    async close() {
      await watch.close();
      await Promise.all(ways.map((way) => way.close()));
    },
  };
}

function readKeySet(text: string, issuer: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch (cause) {
    throw new Error(`The key set of ${issuer} must be a JWK Set (RFC 7517).`, { cause });
  }
}

function readApiKeySettings({ file, secretFile }: NonNullable<InboundSettings["apiKeys"]>): {
  readonly entries: ReturnType<typeof readApiKeys>;
  readonly secret: Uint8Array;
} {
  const secret = Buffer.from(secretFile.trim());
  if (secret.length < 32) throw new Error("The secret of API keys needs at least 32 bytes.");
  return { entries: readApiKeys(file), secret };
}

const GATHER_MS = 10_000;

/** Notes refused logins: the first one at once, what follows within ten seconds as one row, so that a flood writes little. */
function watchLogins(store: Store, log: Log): { note(rule: string, address: string): void; close(): Promise<void> } {
  const gathered = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = (rule: string, address: string, count: number): void => {
    log("login-failures", { reason: rule, count, address });
    const entry = { actor: "(unknown)", action: "login-refused", target: address, detail: { rule, count } };
    writing = writing
      .then(() => recordAudit(store, entry))
      .catch((error: unknown) => {
        if (!(error instanceof StoreFault)) throw error;
        log("store-fault", { code: error.code });
      });
  };
  const flush = (): void => {
    timer = undefined;
    for (const [key, count] of gathered) {
      const [rule = "", address = ""] = key.split(" ");
      write(rule, address, count);
    }
    gathered.clear();
  };
  return {
    note(rule, address) {
      const key = `${rule} ${address}`;
      if (timer === undefined) write(rule, address, 1);
      else gathered.set(key, (gathered.get(key) ?? 0) + 1);
      timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    async close() {
      clearTimeout(timer);
      flush();
      await writing;
    },
  };
}
