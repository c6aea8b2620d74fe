import type { Identifier, Resource } from "@medplum/fhirtypes";

/** The business identity that a conditional request names: a type and one identifier of it. */
export interface Identity {
  readonly type: string;
  readonly system: string;
  readonly value: string;
}

/**
 * Reads `Type?identifier=system|value`, the request url of the neutral form.
 *
 * @returns `undefined` for every other url, also for one with a second parameter.
 */
export function parseIdentityUrl(url: string): Identity | undefined {
  const [type, query] = url.split("?", 2);
  if (!type || !query || url.includes("&")) return undefined;
  const token = new URLSearchParams(query).get("identifier");
  const bar = token?.indexOf("|") ?? -1;
  if (!token || bar < 0) return undefined;
  return { type, system: token.slice(0, bar), value: token.slice(bar + 1) };
}

/** The search criteria of an identity, `identifier=system|value` with both parts encoded. */
export function identityQuery({ system, value }: Identity): string {
  return `identifier=${encodeURIComponent(`${system}|${value}`)}`;
}

/** The identifiers of a resource; a type with a single identifier (Composition, Bundle) gives one. */
export function identifiersOf(resource: Resource): readonly Identifier[] {
  const { identifier } = resource as { identifier?: Identifier | Identifier[] };
  if (identifier === undefined) return [];
  return Array.isArray(identifier) ? identifier : [identifier];
}

/**
 * Formats the first 16 bytes as a UUID, without setting version bits.
 *
 * @param bytes at least 16 bytes, for instance an HMAC
 */
export function uuidFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The lexical rule of a resource id, https://hl7.org/fhir/R4/datatypes.html#id */
export function isResourceId(text: string): boolean {
  return /^[A-Za-z0-9\-.]{1,64}$/.test(text);
}
