import { createMapIssues, type MapIssue } from "./map-issue.ts";
import { allTransforms, transforms } from "./transform/index.ts";
import type { MapTree, Rule } from "./tree.ts";

/** Finds what a map says that is not supported, or that HL7's engine would not do, before anything is emitted. */
export function checkMap(map: MapTree): readonly MapIssue[] {
  const issues = createMapIssues(map.file);
  for (const group of map.groups) {
    if (group.typeMode !== undefined)
      issues.error(
        "fml/unsupported",
        "Default groups (<<types>>, <<type+>>) are not supported: call the group by name.",
        group.at,
      );
    if (!group.inputs.some(({ mode }) => mode === "source"))
      issues.error("fml/arguments", `Group ${group.name} has no source.`, group.at);
    checkRules(group.rules);
  }
  return issues.all;

  function checkRules(rules: readonly Rule[]): void {
    for (const rule of rules) {
      const { source } = rule;
      if (source.log !== undefined) issues.warning("fml/log", "log is not written anywhere.", source.log.at);
      if (source.min !== undefined)
        issues.warning(
          "fml/cardinality",
          "A source's cardinality is not checked, as HL7's engine ignores it.",
          source.at,
        );
      for (const target of rule.targets) {
        if (target.listModes.some((mode) => mode !== "share"))
          issues.warning(
            "fml/list-mode",
            "first, last and collate of a target do nothing, as in HL7's engine.",
            target.at,
          );
        const { transform } = target;
        if (transform !== undefined && !transforms.has(transform.name)) {
          const reason = allTransforms.has(transform.name) ? "" : " FML knows no such transform.";
          issues.error("fml/unsupported", `The transform ${transform.name}() is not supported.${reason}`, transform.at);
        }
      }
      checkRules(rule.rules);
    }
  }
}
