import type { Issue } from "../../fhir/index.ts";
import { closestCodes } from "./closest-codes.ts";
import type { BindingRule, BindingStrength } from "./code-check.ts";
import type { Concept } from "./concept.ts";
import type { Membership } from "./membership.ts";
import { closestWords } from "./sentence.ts";

/** What one binding asks of codes, with the members of its value set. */
export interface Demand {
  readonly kind: Exclude<BindingStrength, "example"> | "maximum";
  /** The value set in words: its name and canonical. */
  readonly valueSet: string;
  readonly members: Membership;
}

/** What was found: a code with what stands beside it. What is no text is left to the checks of types. */
interface FoundCode {
  readonly system?: unknown;
  readonly code?: unknown;
  readonly display?: unknown;
}

/** The demands of a rule whose value sets are known; an example binding asks nothing. */
export function demandsOf(
  rule: BindingRule,
  expand: (canonical: string) => { readonly name: string; readonly members: Membership } | undefined,
): readonly Demand[] {
  const demands: Demand[] = [];
  const add = (kind: Demand["kind"], canonical: string | undefined) => {
    const expanded = canonical === undefined ? undefined : expand(canonical);
    // Where nothing can be ruled out, nothing is asked.
    if (expanded && !expanded.members.isOpen) {
      demands.push({ kind, valueSet: `${expanded.name} (${canonical ?? ""})`, members: expanded.members });
    }
  };
  if (rule.strength !== "example") add(rule.strength, rule.valueSet);
  add("maximum", rule.maxValueSet);
  for (const more of rule.additional ?? []) demands.push(...demandsOf(more, expand));
  return demands;
}

/** Whether a value without any code breaks the demand; the weaker ones leave room for words. */
export function needsCode({ kind }: Demand): boolean {
  return kind === "required" || kind === "maximum";
}

/** The issue of a demand that is not met. */
export function demandIssue(demand: Demand, found: readonly FoundCode[], path: string): Issue {
  const { valueSet } = demand;
  const words = foundWords(demand, found);
  const closest = closestWords(closestOf(demand, found));
  switch (demand.kind) {
    case "required":
      return {
        severity: "error",
        code: "code-invalid",
        rule: "terminology/binding-required",
        path,
        message: `Expected a code of the value set ${valueSet}, found ${words}.${closest}`,
        spec: "https://hl7.org/fhir/R4/terminologies.html#required",
      };
    case "maximum":
      return {
        severity: "error",
        code: "code-invalid",
        rule: "terminology/binding-maximum",
        path,
        message: `Expected a code of the largest value set allowed, ${valueSet}, found ${words}.${closest}`,
        spec: "https://hl7.org/fhir/R4/extension-elementdefinition-maxvalueset.html",
      };
    case "extensible":
      return {
        severity: "warning",
        code: "code-invalid",
        rule: "terminology/binding-extensible",
        path,
        message: `Expected a code of the value set ${valueSet}, unless none of its codes fits, found ${words}.${closest}`,
        spec: "https://hl7.org/fhir/R4/terminologies.html#extensible",
      };
    case "preferred":
      return {
        severity: "information",
        code: "code-invalid",
        rule: "terminology/binding-preferred",
        path,
        message: `A code of the value set ${valueSet} is recommended, found ${words}.${closest}`,
        spec: "https://hl7.org/fhir/R4/terminologies.html#preferred",
      };
  }
}

function foundWords({ members }: Demand, found: readonly FoundCode[]): string {
  const coded = found.flatMap(({ system, code }) => (typeof code === "string" ? [{ system, code }] : []));
  if (coded.length === 0) return "no code";
  if (coded.length > 3) return `${coded.length} codes, none of which is in it`;
  // A code that no value set here has may be any text, even a name, so it is not shown.
  const words = coded.map(({ system }) =>
    typeof system !== "string" || members.systems.has(system) ? "another code" : "a code of another system",
  );
  return words.join(" and ");
}

/** The codes of the value set that are spelled most like those found. */
function closestOf({ members }: Demand, found: readonly FoundCode[]): readonly Concept[] {
  const closest = new Map<string, Concept>();
  for (const { system, code, display } of found) {
    if (typeof code !== "string") continue;
    const word = typeof display === "string" ? display : undefined;
    const candidates = listedConcepts(members, system);
    for (const concept of closestCodes(code, word, candidates)) closest.set(concept.code, concept);
  }
  return [...closest.values()].slice(0, 3);
}

/** Those of the system that was named, or all where it has none here. */
function* listedConcepts({ systems }: Membership, system: unknown): Generator<Concept> {
  const own = typeof system === "string" ? systems.get(system) : undefined;
  for (const part of own ? [own] : systems.values()) yield* part.listed?.values() ?? [];
}
