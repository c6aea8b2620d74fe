import type { Library } from "./library.ts";
import { isListed, type Membership } from "./membership.ts";

/** How far the members of a value set are known. */
export type Reach =
  | { readonly kind: "listed"; readonly codeCount: number }
  /** Decided by a rule or only in part: of these systems. */
  | { readonly kind: "ruled"; readonly systems: readonly string[] }
  /** Nothing can be ruled out: it is not there, or takes in a value set that is not. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Tells how far a value set can be judged. */
export function reachOf(
  canonical: string,
  library: Library,
  expand: (canonical: string) => Membership | undefined,
): Reach {
  const members = expand(canonical);
  if (!members) return { kind: "unknown", reason: "there is no such value set here" };
  const { systems } = members;
  if (isListed(members)) {
    return {
      kind: "listed",
      codeCount: [...systems.values()].reduce((count, part) => count + (part.listed?.size ?? 0), 0),
    };
  }
  if (members.isOpen)
    return { kind: "unknown", reason: `${canonical} takes in a value set that is not here, or itself` };
  const ruled = [...systems].filter(([, { listed }]) => !listed).map(([system]) => system);
  // Where no code of any system can be told from another, the rule only says which systems are meant.
  const words = ruled.map((system) => {
    const known = library.codeSystem(system);
    return known ? (known.form ? `${system}: ${known.form}` : `${system}: in part`) : `${system}: not here`;
  });
  return { kind: "ruled", systems: words };
}
