import type { Issue } from "../../../fhir/index.ts";
import { viewBundle } from "./bundle-view.ts";
import { asObject } from "./json.ts";
import { BUNDLE_RULES } from "./rule/index.ts";

/** R4's invariants of Bundle that these rules say in full, and with the entry's own place. */
export const COVERED_INVARIANTS: ReadonlySet<string> = new Set([
  "bdl-1",
  "bdl-2",
  "bdl-3",
  "bdl-4",
  "bdl-7",
  "bdl-9",
  "bdl-10",
  "bdl-11",
  "bdl-12",
]);

/**
 * Checks what holds between the parts of a Bundle; its entries' own content is left to their types.
 *
 * Builds no text while all is well, and takes time linear in the entries.
 *
 * @param bundle parsed JSON of any shape
 * @param path   FHIRPath of the Bundle, `Bundle` where it stands alone
 */
export function checkBundle(bundle: unknown, path: string, report: (issue: Issue) => void): void {
  const object = asObject(bundle);
  if (object === undefined) return;
  const view = viewBundle(object, path, ({ severity = "error", ...rest }) => {
    report({ severity, ...rest });
  });
  for (const rule of BUNDLE_RULES) rule(view);
}

/** Whether `checkBundle` would report no error. */
export function passesBundleRules(bundle: unknown): boolean {
  let passes = true;
  checkBundle(bundle, "Bundle", ({ severity }) => {
    if (severity === "error") passes = false;
  });
  return passes;
}
