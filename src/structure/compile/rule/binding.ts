import { code, literal } from "../../../codegen/index.ts";
import { bindingOf } from "../../check/binding.ts";
import type { BindingRule } from "../../terminology/index.ts";
import type { Rule } from "../emission.ts";

/** Codes against their code systems and against the value set of the element. */
export const bindingRule: Rule = ({ node, type, value, around }, { constant }) => {
  const binding = bindingOf(node, type);
  if (binding === undefined) return [];
  const { coded } = binding;
  const rule = binding.rule && asksSomething(binding.rule) ? binding.rule : undefined;
  // The codings of a CodeableConcept are looked at with it, and a code by itself is any text.
  if (rule === undefined && ((around.type === "CodeableConcept" && type === "Coding") || coded === "code")) return [];
  const written = rule === undefined ? code`undefined` : literal(JSON.parse(JSON.stringify(rule)));
  return [code`${constant("codes", code`world.bind(${coded}, ${written})`)}.isClean(${value})`];
};

function asksSomething({ strength, maxValueSet, additional }: BindingRule): boolean {
  return strength !== "example" || maxValueSet !== undefined || additional !== undefined;
}
