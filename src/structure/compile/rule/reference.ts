import { code, literal } from "../../../codegen/index.ts";
import type { Rule } from "../emission.ts";

/** Targets of references; what is fixed of them is told here, which target it is when the resource is checked. */
export const referenceRule: Rule = ({ node, type, value }, { definitions, use, constant }) => {
  if (type !== "Reference") return [];
  const types = (node.definition.type ?? []).filter(({ code: name }) => name === "Reference");
  const profiles = types.flatMap(({ targetProfile }) => targetProfile ?? []);
  const modes = types.flatMap(({ aggregation }) => aggregation ?? []);
  const trees = profiles.map((profile) => definitions.tree(profile));
  // A profile that is not known here may allow any type, and so does Resource.
  const isAny = profiles.length === 0 || trees.some((tree) => tree === undefined || tree.isAbstract);
  const allowed: Record<string, string[]> = {};
  for (const tree of isAny ? [] : trees) {
    if (tree === undefined) continue;
    const known = allowed[tree.type];
    // An empty list: any resource of the type will do.
    if (known?.length === 0 || !tree.isProfile) allowed[tree.type] = [];
    else allowed[tree.type] = [...(known ?? []), tree.url];
  }
  const target = constant(
    "target",
    code`world.target(${isAny ? code`undefined` : literal(allowed)}, ${literal([...new Set(modes)])})`,
  );
  return [code`${use("isCleanReference")}(${value}, ${target}, scope)`];
};
