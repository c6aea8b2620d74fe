import { createMapIssues, type MapIssue } from "./map-issue.ts";
import { transforms } from "./transform/index.ts";
import { allTransforms } from "./transform/names.ts";
import type { MapTree, Rule } from "./tree.ts";

/** Finds what a map says that is not supported, or that does nothing, before anything is emitted. */
export function checkMap(map: MapTree): readonly MapIssue[] {
  const issues = createMapIssues(map.file);
  for (const group of map.groups) {
    if (!group.inputs.some(({ mode }) => mode === "source"))
      issues.error("fml/arguments", `Group ${group.name} has no source.`, group.at);
    checkRules(group.rules);
  }
  return issues.all;

  function checkRules(rules: readonly Rule[]): void {
    for (const rule of rules) {
      for (const target of rule.targets) {
        if (target.listModes.some((mode) => mode !== "share"))
          issues.warning(
            "fml/list-mode",
            "first, last and collate of a target do nothing: items keep the order of the rules.",
            target.at,
          );
        const { transform } = target;
        if (transform !== undefined && !transforms.has(transform.name)) {
          const reason = allTransforms.has(transform.name)
            ? "FHIR leaves open what it does."
            : "FML knows no such transform.";
          issues.error(
            "fml/unsupported",
            `The transform ${transform.name}() is not supported: ${reason}`,
            transform.at,
          );
        }
      }
      checkRules(rule.rules);
    }
  }
}
