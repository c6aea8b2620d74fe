import type { Concept } from "./concept.ts";

/** A code as a message may show it; what is too long or broken to be one is only described. */
export function codeWords(code: string): string {
  return code.length <= 64 && /^\S+(?: \S+)*$/.test(code) ? `"${code}"` : "a text that is no code";
}

/** A system as a message may show it. */
export function systemWords(system: string): string {
  return system.length <= 200 && /^\S+$/.test(system) ? system : "a text that is no system";
}

/** ` Closest: "final" (Final).`, or nothing. */
export function closestWords(concepts: readonly Concept[]): string {
  if (concepts.length === 0) return "";
  const named = concepts.map(({ code, display }) => (display === undefined ? `"${code}"` : `"${code}" (${display})`));
  return ` Closest: ${named.join(", ")}.`;
}
