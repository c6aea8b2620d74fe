import { entryPath, type BundleRule } from "../bundle-view.ts";
import { asString } from "../json.ts";

const SPEC = "https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response.status";

/** "The status code SHALL start with a 3 digit HTTP code." */
export const responseRule: BundleRule = (view) => {
  for (const one of view.entries) {
    if (one.response === undefined) continue;
    const status = asString(one.response["status"]);
    if (status === undefined || /^[1-5][0-9]{2}(?![0-9])/.test(status)) continue;
    const path = `${entryPath(view, one)}.response.status`;
    const message = `${path} was expected to start with an HTTP status of three digits, found another text.`;
    view.find({ rule: "profile/response-status", code: "value", message, path, spec: SPEC });
  }
};
