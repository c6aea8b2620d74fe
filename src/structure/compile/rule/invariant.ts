import type { ElementDefinitionConstraint } from "@medplum/fhirtypes";
import { name, type Code, type Names } from "../../../codegen/index.ts";
import { compileInvariant, isStructural, type InvariantSite } from "../../../fhirpath/index.ts";
import { isAsked } from "../../check/invariant.ts";
import type { ElementNode } from "../../tree/element-node.ts";
import type { Emission } from "../emission.ts";

/** The name of the scope in every check. */
const SCOPE = name("scope");

/** The focus of invariants, and what the code around knows of it. */
export type InvariantPlace = Pick<InvariantSite, "type" | "otherTypes" | "focus" | "property" | "presence"> & {
  readonly names: Names;
};

/** The invariants of a node, and of its type's root where the node does not say them itself. */
export function constraintsOf(
  node: ElementNode,
  typeRoot: ElementNode | undefined,
): readonly ElementDefinitionConstraint[] {
  const own = node.definition.constraint ?? [];
  const keys = new Set(own.map(({ key }) => key));
  const inherited = (typeRoot?.definition.constraint ?? []).filter(({ key }) => !keys.has(key));
  return [...own, ...inherited].filter(isCompiled);
}

/** The invariants of a node that its type does not say already. */
export function extraConstraints(
  node: ElementNode,
  typeRoot: ElementNode | undefined,
): readonly ElementDefinitionConstraint[] {
  const known = new Set(
    (typeRoot?.definition.constraint ?? []).map(({ key, expression = "" }) => `${key} ${expression}`),
  );
  return (node.definition.constraint ?? []).filter(
    (one) => isCompiled(one) && !known.has(`${one.key} ${one.expression ?? ""}`),
  );
}

function isCompiled(constraint: ElementDefinitionConstraint): boolean {
  return isAsked(constraint) && constraint.expression !== undefined && !isStructural(constraint.expression);
}

/**
 * Writes the condition that an invariant holds; undefined where it cannot be compiled, which is noted.
 */
export function invariantTest(
  { key, expression = "" }: ElementDefinitionConstraint,
  place: InvariantPlace,
  emission: Emission,
): Code | undefined {
  const { model, useFhirPath, constant, fault } = emission;
  const compiled = compileInvariant(expression, {
    ...place,
    model,
    scope: SCOPE,
    use: useFhirPath,
    hoist: constant,
  });
  if (compiled.ok) return compiled.value;
  fault({ key, expression, type: place.type, message: compiled.fault.message });
  return undefined;
}
