import { hash } from "node:crypto";

/** UUIDv5 of `https://kypho-fhir.github.io/fhir` in the URL namespace: the namespace of every identity of ours. */
const NAMESPACE = Buffer.from("d921cfa0919353569dfe68cc0250ce55", "hex");

/**
 * The version 5 UUID of a name in our namespace, RFC 9562 §5.5.
 *
 * @returns the UUID in its text form, lower case
 */
export function nameUuid(name: string): string {
  const bytes = Buffer.allocUnsafe(NAMESPACE.length + name.length * 3);
  bytes.set(NAMESPACE);
  const end = NAMESPACE.length + bytes.write(name, NAMESPACE.length);
  const hex = hash("sha1", bytes.subarray(0, end), "hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
