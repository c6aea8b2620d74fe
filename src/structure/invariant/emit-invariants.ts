import { code, createNames, join, key, lines, moduleText, name, type Code } from "../../codegen/index.ts";
import { compileInvariant, explainInvariant, type Fault, type Model } from "../../fhirpath/index.ts";

/** An invariant and the type that it is asked of: `Observation`, `Observation.component`, `Quantity`, `string`. */
export interface InvariantSource {
  readonly expression: string;
  readonly type: string;
  /** The other types that the element may have. */
  readonly otherTypes: readonly string[];
}

/** An invariant that cannot be compiled, and why. */
export interface InvariantFault extends InvariantSource {
  readonly fault: Fault;
}

/** A module of compiled invariants. */
export interface InvariantModule {
  readonly javascript: string;
  readonly faults: readonly InvariantFault[];
}

/** How an invariant is found in its module: its type and its words. */
export function invariantKey(type: string, expression: string): string {
  return `${type} ${expression}`;
}

/**
 * Compiles invariants to a module that exports `invariants`: by key, a function that says whether it holds, and where it has parts
 * one that says which was false.
 *
 * @param runtime the module specifier of FHIRPath's run time
 */
export function emitInvariants(sources: readonly InvariantSource[], model: Model, runtime: string): InvariantModule {
  const helpers = new Map<string, Code>();
  const constants = new Map<string, Code>();
  const declarations: Code[] = [];
  const faults: InvariantFault[] = [];
  const entries: Code[] = [];
  const [focus, scope, sidecar] = [name("focus"), name("scope"), name("sidecar")];
  const unique = new Map(sources.map((source) => [invariantKey(source.type, source.expression), source]));
  for (const [text, source] of [...unique].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const site = {
      ...source,
      model,
      focus,
      scope,
      ...(model.type(source.type)?.kind === "primitive" && { sidecar }),
      use(helper: string) {
        const found = helpers.get(helper) ?? name(helper);
        helpers.set(helper, found);
        return found;
      },
      hoist(_hint: string, value: Code) {
        const known = constants.get(value.text);
        if (known) return known;
        const made = name(`constant${constants.size}`);
        constants.set(value.text, made);
        declarations.push(code`const ${made} = ${value};`);
        return made;
      },
      names: createNames(["focus", "scope", "sidecar"]),
    };
    const holds = compileInvariant(source.expression, site);
    const blame = explainInvariant(source.expression, site);
    if (!holds.ok || !blame.ok) {
      if (!holds.ok) faults.push({ ...source, fault: holds.fault });
      continue;
    }
    const parts = [code`(focus, scope, sidecar) => ${holds.value}`];
    if (blame.value !== undefined) parts.push(code`(focus, scope, sidecar) => ${blame.value}`);
    entries.push(code`  ${key(text)}: [${join(parts, ", ")}],`);
  }
  const javascript = moduleText({
    header: ["Invariants, compiled from StructureDefinitions. Made by the build; do not edit."],
    imports: new Map([[runtime, [...helpers.values()]]]),
    body: [...declarations, code`export const invariants = {\n${lines(entries)}\n};`],
  });
  return { javascript, faults };
}
