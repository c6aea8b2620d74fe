import { code, join } from "../../../codegen/index.ts";
import { typeCode } from "../../tree/element-node.ts";
import type { Rule } from "../emission.ts";

/** The profiles that a data type must keep here: one of those that are named. */
export const profileRule: Rule = ({ node, type, value }, { definitions, structure }) => {
  if (type === "Extension" || definitions.tree(type)?.kind !== "complex-type") return [];
  const profiles = (node.definition.type ?? [])
    .filter((one) => typeCode(one) === type)
    .flatMap(({ profile }) => profile ?? []);
  const known = profiles.flatMap((profile) => definitions.tree(profile)?.url ?? []);
  if (known.length === 0 || profiles.length > known.length) return [];
  return [
    code`(${join(
      known.map((url) => code`${structure(url)}(${value}, scope)`),
      " || ",
    )})`,
  ];
};
