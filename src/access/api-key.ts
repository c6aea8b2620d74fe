import { createHmac, timingSafeEqual } from "node:crypto";

/** One line of the file of API keys; the key itself is nowhere. */
export interface ApiKeyEntry {
  readonly id: string;
  /** HMAC-SHA256 of the key under the service's secret, hex. */
  readonly hmac: string;
  /** SMART system scopes, separated by spaces. */
  readonly scope: string;
  /** An instant; a key without an end is refused. */
  readonly expiresAt: string;
}

const KEY = /^kypho_([a-z0-9-]{1,40})_([A-Za-z0-9_-]{43})$/;

/**
 * Makes a key for one source and the entry that knows it.
 *
 * @param id     of the source, lowercase letters, digits and hyphens, at most 40
 * @param random 32 random bytes
 * @param secret the service's own, at least 32 bytes
 * @throws Error when the id, the bytes or the end is not as said
 */
export function createApiKey(
  id: string,
  scope: string,
  expiresAt: string,
  random: Uint8Array,
  secret: Uint8Array,
): { readonly key: string; readonly entry: ApiKeyEntry } {
  const key = `kypho_${id}_${Buffer.from(random).toString("base64url")}`;
  if (!KEY.test(key)) throw new Error("An API key needs an id of a-z, 0-9 and hyphens, and 32 random bytes.");
  if (secret.length < 32) throw new Error("The secret of API keys needs at least 32 bytes.");
  if (Number.isNaN(Date.parse(expiresAt))) throw new Error("An API key needs an instant at which it ends.");
  return { key, entry: { id, hmac: hmacOf(key, secret), scope, expiresAt } };
}

/**
 * Reads the file of keys: a JSON list of entries.
 *
 * @throws Error that names the first entry at fault by its place
 */
export function readApiKeys(text: string): ReadonlyMap<string, ApiKeyEntry> {
  const entries = JSON.parse(text) as unknown;
  if (!Array.isArray(entries)) throw new Error("The file of API keys must hold a list.");
  return new Map(
    entries.map((entry: Partial<ApiKeyEntry>, index) => {
      const { id, hmac, scope, expiresAt } = entry;
      const isGood =
        typeof id === "string" &&
        /^[0-9a-f]{64}$/.test(hmac ?? "") &&
        typeof scope === "string" &&
        !Number.isNaN(Date.parse(expiresAt ?? ""));
      if (!isGood) throw new Error(`Entry ${index} of the API keys must hold id, hmac, scope and expiresAt.`);
      return [id, entry as ApiKeyEntry];
    }),
  );
}

/** Whether a text has the form of an API key; anything else in `Authorization: Bearer` is taken for a token. */
export function isApiKey(text: string): boolean {
  return KEY.test(text);
}

/** The entry of a key, when it is the one that was given out and has not ended. */
export function findApiKey(
  key: string,
  entries: ReadonlyMap<string, ApiKeyEntry>,
  secret: Uint8Array,
  now: Date,
): ApiKeyEntry | undefined {
  const entry = entries.get(KEY.exec(key)?.[1] ?? "");
  // The comparison takes its time for unknown ids too, so that time does not tell which ids exist.
  const known = entry?.hmac ?? "0".repeat(64);
  const isEqual = timingSafeEqual(Buffer.from(hmacOf(key, secret), "hex"), Buffer.from(known, "hex"));
  return entry !== undefined && isEqual && now.getTime() < Date.parse(entry.expiresAt) ? entry : undefined;
}

function hmacOf(key: string, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(key).digest("hex");
}
