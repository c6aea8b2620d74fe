import { hash } from "node:crypto";

/** UUIDv5 of `https://kypho-fhir.github.io/fhir` in the URL namespace: the namespace of every identity of ours. */
const NAMESPACE = Buffer.from("d921cfa0919353569dfe68cc0250ce55", "hex");

/**
 * Names version 5 UUIDs in our namespace under one prefix, RFC 9562 §5.5.
 *
 * The parts of a case share a long prefix, so it is encoded once.
 *
 * @returns a function from the rest of a name to the UUID in its text form, lower case
 */
export function nameUuids(prefix: string): (rest: string) => string {
  const start = NAMESPACE.length + Buffer.byteLength(prefix);
  let bytes = Buffer.allocUnsafe(start + 256);
  bytes.set(NAMESPACE);
  bytes.write(prefix, NAMESPACE.length);
  return (rest) => {
    if (start + rest.length * 3 > bytes.length) {
      bytes = Buffer.concat([bytes.subarray(0, start), Buffer.allocUnsafe(rest.length * 3)]);
    }
    return toUuid(hash("sha1", bytes.subarray(0, start + bytes.write(rest, start)), "hex"));
  };
}

/** Sets version and variant in the first 16 bytes of a hash. */
function toUuid(hex: string): string {
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
