import type { Format } from "./format.ts";

/** White space and control characters; a class alone, so the test is linear. */
// eslint-disable-next-line no-control-regex -- RFC 3986 has no control characters either
const SPACE = /[\s\u0000-\u001f]/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
/** `scheme:` of RFC 3986 §3.1. */
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Whether a URI names its scheme, so that it means the same wherever it stands. */
export function isAbsoluteUri(text: string): boolean {
  return ABSOLUTE.test(text);
}

/**
 * No white space, and where it is a `urn:uuid:` or `urn:oid:`, that form whole.
 *
 * "UUIDs SHALL be lower case", and a uri that is an OID or a UUID follows their rules.
 * https://hl7.org/fhir/R4/datatypes.html#uri
 */
export const checkUri: Format = (text) => {
  if (text === "") return "at least one character";
  if (SPACE.test(text)) return "a URI without white space";
  if (text.startsWith("urn:uuid:")) return checkUuid(uuidPart(text));
  return text.startsWith("urn:oid:") ? checkOid(text) : undefined;
};

/** A fragment or version may follow a UUID where it stands in a uri. */
function uuidPart(text: string): string {
  const end = text.search(/[#|]/);
  return end < 0 ? text : text.slice(0, end);
}

/** The same rules as a uri's. https://hl7.org/fhir/R4/datatypes.html#url */
export const checkUrl: Format = checkUri;

/**
 * An absolute URI with or without `|version`, or a fragment of the resource itself (`#vs`).
 *
 * https://hl7.org/fhir/R4/references.html#canonical
 */
export const checkCanonical: Format = (text) => {
  const fault = checkUri(text.startsWith("urn:oid:") ? (text.split(/[#|]/, 1)[0] ?? "") : text);
  if (fault !== undefined) return fault;
  return text.startsWith("#") || isAbsoluteUri(text) ? undefined : "an absolute URI or a fragment";
};

/** https://hl7.org/fhir/R4/datatypes.html#oid */
export const checkOid: Format = (text) => (OID.test(text) ? undefined : "an OID with urn:oid: before it");

/** https://hl7.org/fhir/R4/datatypes.html#uuid */
export const checkUuid: Format = (text) =>
  UUID.test(text) ? undefined : "a UUID in lower case with urn:uuid: before it";
