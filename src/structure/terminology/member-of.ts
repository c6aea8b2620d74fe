import { isCoding } from "./check-coding.ts";
import { hasCode, hasCoding, type Membership } from "./membership.ts";

/** Makes `memberOf` of the members of value sets. */
export function createMemberOf(
  expand: (canonical: string) => Membership | undefined,
): (value: unknown, valueSet: string) => boolean | undefined {
  return (value, valueSet) => {
    const members = expand(valueSet);
    return members && isMember(value, members);
  };
}

function isMember(value: unknown, members: Membership): boolean | undefined {
  if (typeof value === "string") return hasCode(members, value);
  if (!isCoding(value)) return false;
  const { coding } = value as { coding?: unknown };
  if (Array.isArray(coding)) return some(coding.map((one: unknown) => isMember(one, members)));
  const { system, code } = value;
  return typeof system === "string" && typeof code === "string" ? hasCoding(members, system, code) : false;
}

/** One member is enough; without one, an unknown leaves it open. */
function some(results: readonly (boolean | undefined)[]): boolean | undefined {
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}
