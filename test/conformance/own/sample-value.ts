/** The least right value of a primitive type. */
const PRIMITIVES: Readonly<Record<string, unknown>> = {
  base64Binary: "QQ==",
  boolean: true,
  canonical: "http://example.org/canonical",
  code: "a",
  date: "2024-01-01",
  dateTime: "2024-01-01",
  decimal: 1.5,
  id: "a",
  instant: "2024-01-01T00:00:00Z",
  integer: 1,
  markdown: "a",
  oid: "urn:oid:1.2.3",
  positiveInt: 1,
  string: "a",
  time: "10:00:00",
  unsignedInt: 1,
  uri: "http://example.org/uri",
  url: "http://example.org/url",
  uuid: "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
};

/** A right value of a type, for an element that may not be there; undefined for types that need more than a line. */
export function sampleValue(type: string): unknown {
  switch (type) {
    case "CodeableConcept":
    case "Annotation":
      return { text: "a" };
    case "Coding":
      return { system: "http://example.org/codes", code: "a" };
    case "Identifier":
      return { system: "http://example.org/ids", value: "a" };
    case "Reference":
      return { display: "a" };
    case "Quantity":
      return { value: 1.5 };
    case "Period":
      return { start: "2024-01-01" };
    default:
      return PRIMITIVES[type];
  }
}

/** Whether a type is a primitive, which JSON has as a bare value. */
export function isPrimitive(type: string): boolean {
  return type in PRIMITIVES || type === "xhtml";
}
