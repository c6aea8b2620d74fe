import { isConstant } from "../../json/index.ts";
import type { CodingRules, CodingValue } from "./coding-rules.ts";
import type { Demand } from "./demand.ts";
import { hasCoding } from "./membership.ts";

/**
 * Whether a coding is a member of the demanded value set; `undefined` where that is not known.
 *
 * R4 terminologies.html#binding: without a code, or without the system that gives it meaning, it is not.
 */
export function isMember({ members }: Demand, coding: CodingValue, rules: CodingRules): boolean | undefined {
  const { system, code } = coding;
  if (typeof system !== "string" || typeof code !== "string") return false;
  const found = hasCoding(members, system, code);
  // A version that we have not may hold codes that ours has not.
  return found === false && members.systems.has(system) && !rules.hasVersion(coding) ? undefined : found;
}

/** Says the same of many codings, and keeps the constants that are members. */
export function membersOf(demand: Demand, rules: CodingRules): (coding: CodingValue) => boolean | undefined {
  const kept = new WeakSet();
  return (coding) => {
    if (kept.has(coding)) return true;
    const found = isMember(demand, coding, rules);
    if (found === true && isConstant(coding)) kept.add(coding);
    return found;
  };
}

/** Whether a value says nothing that could be a code: only extensions, such as the reason why it is absent. */
export function isOnlyExtended(value: object): boolean {
  for (const key in value) if (key !== "extension" && key !== "id") return false;
  return true;
}
