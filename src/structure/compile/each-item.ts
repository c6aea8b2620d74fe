import { code, type Code } from "../../codegen/index.ts";

/** A loop over the items of a list, each by the name `item`. */
export function eachItem(list: Code, body: Code): Code {
  return code`for (let at = 0; at < ${list}.length; at++) {
  const item = ${list}[at];
  ${body}
}`;
}
