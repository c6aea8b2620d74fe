import { entryPath, type BundleRule, type BundleView, type EntryView } from "../bundle-view.ts";
import { asString, objectsOf } from "../json.ts";

const SPEC = "https://hl7.org/fhir/R4/search.html#return";

/** In a searchset each entry has a resource of the kind that its search mode promises. */
export const searchsetRule: BundleRule = (view) => {
  if (view.type !== "searchset") return;
  const types = searchedTypes(view);
  for (const one of view.entries) {
    const path = entryPath(view, one);
    if (one.resource === undefined) {
      const message = `${path} needs a resource in a searchset, found none.`;
      view.find({ rule: "profile/search-resource", code: "required", message, path, spec: SPEC });
    } else if (one.mode === "outcome") checkOutcome(view, one);
    else if (one.mode === "match" || one.mode === "include") checkResult(view, one, types);
  }
};

function checkOutcome(view: BundleView, one: EntryView): void {
  if (one.type === "OperationOutcome") return;
  const path = `${entryPath(view, one)}.resource`;
  const message = `${path} was expected to be an OperationOutcome, as the outcome of a search; found another type.`;
  view.find({ rule: "profile/search-outcome", code: "value", message, path, spec: SPEC });
}

function checkResult(view: BundleView, one: EntryView, types: ReadonlySet<string>): void {
  const path = `${entryPath(view, one)}.resource`;
  if (one.id === undefined) {
    const message = `${path} needs an id, as the result of a search; found none.`;
    view.find({ rule: "profile/search-id", code: "required", message, path, spec: SPEC });
  }
  if (one.mode === "match" && types.size > 0 && one.type !== undefined && !types.has(one.type)) {
    const message = `${path} was expected to be of a type that the self link searches, found another.`;
    view.find({ rule: "profile/search-type", code: "value", message, path, spec: SPEC });
  }
}

/** The types that the self link searches, empty where it does not say: `base/Type?…` or `base?_type=A,B`. */
function searchedTypes({ bundle }: BundleView): ReadonlySet<string> {
  const self = objectsOf(bundle["link"]).find(({ relation }) => relation === "self");
  const [head = "", query = ""] = (asString(self?.["url"]) ?? "").split("?", 2);
  const last =
    head
      .replace(/\/_search$/, "")
      .split("/")
      .at(-1) ?? "";
  if (/^[A-Z][A-Za-z]+$/.test(last)) return new Set([last]);
  const named = query.split("&").find((parameter) => parameter.startsWith("_type="));
  return new Set(named?.slice("_type=".length).replaceAll(/%2C/gi, ",").split(","));
}
