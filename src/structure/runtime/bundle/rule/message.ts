import { entryPath, type BundleRule } from "../bundle-view.ts";
import { asString, objectsOf } from "../json.ts";

const SPEC = "https://hl7.org/fhir/R4/messaging.html#bundle";

/** A message begins with its MessageHeader (bdl-12), and holds what that is about. */
export const messageRule: BundleRule = (view) => {
  if (view.type !== "message") return;
  const [first] = view.entries;
  if (first?.type !== "MessageHeader") {
    const path = first ? `${entryPath(view, first)}.resource` : view.path;
    const message = `${path} was expected to begin with a MessageHeader, as a message does; found none.`;
    view.find({ rule: "profile/message-header", code: "required", message, path, spec: SPEC });
    return;
  }
  objectsOf(first.resource?.["focus"]).forEach((focus, index) => {
    const reference = asString(focus["reference"]);
    if (reference === undefined || reference.startsWith("#")) return;
    if (view.resolver().findEntry(reference, first.fullUrl)) return;
    const path = `${entryPath(view, first)}.resource.focus[${index}]`;
    const message = `${path} was expected to refer to an entry of the message, found none of that address.`;
    view.find({ rule: "profile/message-focus", code: "not-found", message, path, spec: SPEC });
  });
};
