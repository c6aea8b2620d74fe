import type { BundleRule } from "../bundle-view.ts";
import { asString, objectsOf } from "../json.ts";

const SPEC = "https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.link";
const PAGES = new Set(["first", "previous", "prev", "next", "last"]);

/** Pages are linked in a searchset or a history alone, and each of these links stands once. */
export const linkRule: BundleRule = (view) => {
  const hasPages = view.type === "searchset" || view.type === "history";
  const seen = new Set<string>();
  objectsOf(view.bundle["link"]).forEach((link, index) => {
    const relation = asString(link["relation"]) ?? "";
    const isPage = PAGES.has(relation);
    if (!isPage && relation !== "self") return;
    const path = `${view.path}.link[${index}].relation`;
    if (isPage && !hasPages) {
      const message = `${path} was expected to link no page in a Bundle of this type, found one.`;
      view.find({ rule: "profile/link-page", code: "invalid", message, path, spec: SPEC });
    } else if (seen.has(relation)) {
      const message = `${path} was expected once in the Bundle, found it on an earlier link too.`;
      view.find({ rule: "profile/link-repeated", code: "duplicate", message, path, spec: SPEC });
    }
    seen.add(relation);
  });
};
