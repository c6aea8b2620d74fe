import { profileIssue, type Check } from "../check-context.ts";
import { NUMBER_FORMATS, STRING_FORMATS } from "../runtime/format/index.ts";
import { checkNarrative } from "../runtime/narrative/index.ts";

const SPEC = "https://hl7.org/fhir/R4/datatypes.html#primitive";

/** The JSON type and the lexical rules of a primitive; https://hl7.org/fhir/R4/json.html#primitive */
export const checkPrimitive: Check = ({ value, type, path }, { around, report, allowsExamples }) => {
  if (value === undefined) return;
  const number = NUMBER_FORMATS[type];
  const expected = type === "boolean" ? "boolean" : number ? "number" : "string";
  if (typeof value !== expected) {
    const message = `${path} was expected to be a ${expected}, found ${nameOf(value)}.`;
    report(profileIssue("structure", "json-type", message, path, "https://hl7.org/fhir/R4/json.html#primitive"));
    return;
  }
  if (type === "xhtml") {
    checkNarrative(value as string, path, around.resource, report);
    return;
  }
  const isAddress = type === "uri" || type === "url" || type === "canonical";
  if (isAddress && !allowsExamples && isExample(value as string)) {
    const message = `${path} was expected to be an address that is no example, found one of example.org.`;
    report(
      profileIssue(
        "business-rule",
        "example-address",
        message,
        path,
        "https://www.rfc-editor.org/rfc/rfc2606#section-3",
      ),
    );
  }
  const fault = number ? number(value as number) : STRING_FORMATS[type]?.(value as string);
  if (fault === undefined) return;
  report(profileIssue("value", "primitive", `${path} was expected to be ${fault}, found other text.`, path, SPEC));
};

/** An address that is reserved for examples, https://www.rfc-editor.org/rfc/rfc2606#section-3 */
export function isExample(address: string): boolean {
  return /^https?:\/\/(?:[a-z0-9-]+\.)*example\.(?:org|com)(?:[/:]|$)/i.test(address);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return value === null ? "null" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
