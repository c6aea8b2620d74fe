import { code, literal, type Code } from "../../../codegen/index.ts";
import { isObject } from "../../check-context.ts";
import { valueOf } from "../../tree/element-node.ts";
import type { Rule } from "../emission.ts";

/** `minValue[x]`, `maxValue[x]` and `maxLength`. Times and quantities of other units are left to `check/bounds.ts`. */
export const boundsRule: Rule = ({ node, value }, { use, constant }) => {
  const { maxLength } = node.definition;
  const isWithin = (part: "minValue" | "maxValue"): readonly Code[] => {
    const bound = valueOf(node.definition, part);
    if (bound === undefined) return [];
    const helper = use(part === "minValue" ? "isAtLeast" : "isAtMost");
    return [code`${helper}(${value}, ${isObject(bound) ? constant("bound", literal(bound)) : literal(bound)})`];
  };
  return [
    ...isWithin("minValue"),
    ...isWithin("maxValue"),
    ...(maxLength === undefined ? [] : [code`${value}.length <= ${maxLength}`]),
  ];
};
