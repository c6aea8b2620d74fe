import { code, join, type Code } from "../../codegen/index.ts";

// What a check answers is compared with true: V8 does not know that it is a boolean, and asks any other value six things.

/** A call and nothing else, which gives a boolean. */
const CALL = /^[$\w.]+\((?:[^()]|\([^()]*\))*\)$/;

/** Goes on only where every condition holds. */
export function conditionBlock(conditions: readonly Code[]): Code {
  return conditions.length === 0 ? code`` : code`if (${join(conditions.map(fails), " || ")}) return false;`;
}

/** The expression that every condition holds. */
export function allHold(conditions: readonly Code[]): Code {
  return join(conditions.map(holds), " && ");
}

function holds(condition: Code): Code {
  return CALL.test(condition.text) ? code`${condition} === true` : code`(${condition})`;
}

function fails(condition: Code): Code {
  return CALL.test(condition.text) ? code`${condition} !== true` : code`!(${condition})`;
}
