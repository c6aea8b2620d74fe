import { isObject, profileIssue, type Check } from "../check-context.ts";
import { base64ByteCount } from "../runtime/format/index.ts";

/** `Attachment.size` is the number of bytes of its data, https://hl7.org/fhir/R4/datatypes.html#Attachment */
export const checkAttachment: Check = ({ value, type, path }, { report }) => {
  if (type !== "Attachment" || !isObject(value)) return;
  const { data, size } = value;
  if (typeof data !== "string" || typeof size !== "number") return;
  const count = base64ByteCount(data);
  if (count === size) return;
  const spec = "https://hl7.org/fhir/R4/datatypes-definitions.html#Attachment.size";
  const message = `${path}.size was expected to be the ${count} bytes of its data, found ${size}.`;
  report(profileIssue("value", "attachment-size", message, `${path}.size`, spec));
};
