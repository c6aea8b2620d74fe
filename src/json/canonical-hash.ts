import { hash } from "node:crypto";
import { isRawJSON } from "./raw-json.ts";

/**
 * The SHA-256 of a JSON value in canonical form, so that neither white space nor the order of members counts.
 *
 * The form is RFC 8785's, save that a decimal written with other digits than JavaScript prints (`4.50`)
 * keeps them: its precision means something in FHIR.
 *
 * @param value parsed JSON; such decimals are `JSON.rawJSON` values
 * @returns 64 hexadecimal digits
 */
export function canonicalHash(value: unknown): string {
  return hash("sha256", JSON.stringify(sorted(value)), "hex");
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isRawJSON(value)) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    copy[name] = typeof member === "object" ? sorted(member) : member;
  }
  return copy;
}
