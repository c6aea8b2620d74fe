import { code, join, literal, member, type Code } from "../../../codegen/index.ts";
import { eachItem } from "../each-item.ts";
import { isObject } from "../../check-context.ts";
import { valueOf } from "../../tree/element-node.ts";
import type { Emission, Rule } from "../emission.ts";

/** A fixed value and a pattern; what `check/fixed.ts` says in words. */
export const fixedRule: Rule = ({ node, value }, emission) => {
  const fixed = valueOf(node.definition, "fixed");
  const pattern = valueOf(node.definition, "pattern");
  return [
    ...(fixed === undefined ? [] : [fixedTest(fixed, value, emission)]),
    ...(pattern === undefined ? [] : [patternTest(pattern, value, emission)]),
  ];
};

/** The same, with nothing more. */
export function fixedTest(fixed: unknown, value: Code, { use, constant }: Emission): Code {
  if (!isObject(fixed) && !Array.isArray(fixed)) return code`${value} === ${literal(fixed)}`;
  return code`${use("isSame")}(${value}, ${constant("fixed", literal(fixed))})`;
}

/** At least what the pattern says. */
export function patternTest(pattern: unknown, value: Code, emission: Emission): Code {
  if (Array.isArray(pattern)) {
    const tests = pattern.map((item: unknown) => {
      return someItem(patternTest(item, code`item`, emission), value, emission);
    });
    return tests.length === 0 ? code`Array.isArray(${value})` : join(tests, " && ");
  }
  if (!isObject(pattern)) return code`${value} === ${literal(pattern)}`;
  const parts = Object.entries(pattern);
  // A code is shorter than its system, so it is compared first.
  parts.sort(([, a], [, b]) => sizeOf(a) - sizeOf(b));
  return join(
    [
      code`${emission.use("isObject")}(${value})`,
      ...parts.map(([name, part]) => patternTest(part, member(value, name), emission)),
    ],
    " && ",
  );
}

/** Asks the items of a list until one meets the condition on `item`; each condition has a function of its own, which is fast. */
export function someItem(condition: Code, list: Code, { constant }: Emission): Code {
  const has = code`(list) => {
  if (Array.isArray(list)) ${eachItem(code`list`, code`if (${condition}) return true;`)}
  return false;
}`;
  return code`${constant("has", has)}(${list})`;
}

function sizeOf(value: unknown): number {
  return typeof value === "string" ? value.length : 1000;
}
