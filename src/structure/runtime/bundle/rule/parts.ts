import type { JsonObject } from "../json.ts";
import { entryPath, type BundleRule, type BundleView, type EntryView } from "../bundle-view.ts";

const SPEC = "https://hl7.org/fhir/R4/bundle.html#invs";
/** What an entry has besides its resource, by the types of Bundle that have it. */
const PARTS = [
  {
    name: "request",
    of: (entry: JsonObject) => entry["request"],
    types: new Set(["batch", "transaction", "history"]),
    isRequired: true,
  },
  {
    name: "response",
    of: (entry: JsonObject) => entry["response"],
    types: new Set(["batch-response", "transaction-response", "history"]),
    isRequired: true,
  },
  { name: "search", of: (entry: JsonObject) => entry["search"], types: new Set(["searchset"]), isRequired: false },
] as const;

/** Each entry has the parts that its Bundle's type asks for and no others (bdl-2, bdl-3, bdl-4); total has its place (bdl-1). */
export const partsRule: BundleRule = (view) => {
  if (view.bundle["total"] !== undefined && view.type !== "searchset" && view.type !== "history") {
    const path = `${view.path}.total`;
    const message = `${path} was expected in a searchset or a history alone, found it in a Bundle of another type.`;
    view.find({ rule: "profile/bundle-total", code: "structure", message, path, spec: SPEC });
  }
  for (const { name, of, types, isRequired } of PARTS) {
    const belongs = types.has(view.type);
    for (const one of view.entries) {
      const isThere = of(one.entry) !== undefined;
      if (isThere && !belongs) findForeign(view, one, name);
      else if (!isThere && belongs && isRequired) findMissing(view, one, name);
    }
  }
};

function findForeign(view: BundleView, one: EntryView, name: string): void {
  const path = `${entryPath(view, one)}.${name}`;
  const message = `${path} has no place in a Bundle of this type; none was expected, found one.`;
  view.find({ rule: "profile/entry-part-foreign", code: "structure", message, path, spec: SPEC });
}

function findMissing(view: BundleView, one: EntryView, name: string): void {
  const path = entryPath(view, one);
  const message = `${path} needs a ${name} in a Bundle of this type, found none.`;
  view.find({ rule: "profile/entry-part-missing", code: "required", message, path, spec: SPEC });
}
