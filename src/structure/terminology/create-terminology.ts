import { createCodeCheck, createListedCodeCheck } from "./check-code.ts";
import { createCodeableConceptCheck } from "./check-codeable-concept.ts";
import { createCodingCheck } from "./check-coding.ts";
import { createQuantityCheck } from "./check-quantity.ts";
import type { BindingRule, CodeCheck, CodedType } from "./code-check.ts";
import { createCodingRules, type CodingRules } from "./coding-rules.ts";
import { demandsOf, type Demand } from "./demand.ts";
import { expandValueSet } from "./expand.ts";
import { createGrammars } from "./grammar/index.ts";
import { createLibrary, type Library } from "./library.ts";
import { createMemberOf } from "./member-of.ts";
import type { Membership } from "./membership.ts";
import { reachOf } from "./reach.ts";
import type { TerminologySource } from "./sources.ts";
import type { Terminology } from "./terminology.ts";
import { createUnits, type UnitTable } from "./unit/index.ts";

/**
 * Makes a terminology of layers, such as those of one request, of a site and of R4: an earlier one hides the same url of
 * a later one. Nothing is expanded before it is asked for.
 */
export function createTerminology(
  layers: readonly (readonly TerminologySource[])[],
  unitTable: UnitTable,
): Terminology {
  const units = createUnits(unitTable);
  const library = createLibrary(layers, createGrammars(units));
  const rules = createCodingRules(library);
  const expanded = new Map<string, Membership | undefined>();
  const expand = (canonical: string): Membership | undefined => {
    if (!expanded.has(canonical)) expanded.set(canonical, expandValueSet(canonical, library));
    return expanded.get(canonical);
  };
  const checks = new Map<string, CodeCheck>();
  const bind = (type: CodedType, rule?: BindingRule): CodeCheck => {
    const key = `${type} ${JSON.stringify(rule)}`;
    const known = checks.get(key);
    if (known) return known;
    const check = onFirstUse(() => compile(type, rule ? demandsOf(rule, named(library, expand)) : [], rules));
    checks.set(key, check);
    return check;
  };
  return { bind, memberOf: createMemberOf(expand), reach: (canonical) => reachOf(canonical, library, expand), units };
}

function named(library: Library, expand: (canonical: string) => Membership | undefined) {
  return (canonical: string) => {
    const members = expand(canonical);
    return members && { name: library.valueSet(canonical)?.name ?? "of this url", members };
  };
}

function compile(type: CodedType, demands: readonly Demand[], rules: CodingRules): CodeCheck {
  switch (type) {
    case "code": {
      const [only, ...others] = demands;
      const codes = only && others.length === 0 ? listedCodes(only.members) : undefined;
      return only && codes ? createListedCodeCheck(only, codes) : createCodeCheck(demands);
    }
    case "Coding":
      return createCodingCheck(demands, rules);
    case "CodeableConcept":
      return createCodeableConceptCheck(demands, rules);
    case "Quantity":
      return createQuantityCheck(demands, rules);
  }
}

/** The codes of all systems, where they are all listed. */
function listedCodes({ systems }: Membership): ReadonlySet<string> | undefined {
  const codes = new Set<string>();
  for (const { listed } of systems.values()) {
    if (!listed) return undefined;
    for (const code of listed.keys()) codes.add(code);
  }
  return codes;
}

/** A module binds hundreds of elements; a case asks for a few of them. */
function onFirstUse(make: () => CodeCheck): CodeCheck {
  // From then on the check itself is called.
  const check: { -readonly [name in keyof CodeCheck]: CodeCheck[name] } = {
    isClean: (value) => Object.assign(check, make()).isClean(value),
    report: (value, path, add, language) => {
      Object.assign(check, make()).report(value, path, add, language);
    },
  };
  return check;
}
