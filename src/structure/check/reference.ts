import { isObject, profileIssue, type Check, type CheckContext, type Target } from "../check-context.ts";
import { isSubtype } from "../tree/subtype.ts";

/** Targets of references: their types, the profiles that they must keep, and how they may be had. */
export const checkReference: Check = ({ node, value, type, path }, context) => {
  if (type !== "Reference" || !isObject(value)) return;
  const { reference, type: said } = value;
  if (reference !== undefined && typeof reference !== "string") return;
  const types = (node.definition.type ?? []).filter(({ code }) => code === "Reference");
  const target = reference === undefined ? undefined : context.around.resolve(reference);
  if (reference !== undefined && reference.startsWith("#") && target === undefined) {
    const message = `${path} was expected to name a resource that is contained, found none of that id.`;
    const spec = "https://hl7.org/fhir/R4/references.html#contained";
    context.report(profileIssue("not-found", "reference-contained", message, path, spec));
  }
  if (reference !== undefined && !reference.startsWith("#") && target === undefined && context.needsTargets) {
    const message = `${path} was expected to lead to a resource that is at hand, found none of that address.`;
    const spec = "https://hl7.org/fhir/R4/references.html#literal";
    context.report(profileIssue("not-found", "reference-unresolved", message, path, spec));
  }
  const found = target ? text(target.resource["resourceType"]) : (text(said) ?? typeInAddress(reference));
  const profiles = types.flatMap(({ targetProfile }) => targetProfile ?? []);
  if (found !== undefined && profiles.length > 0) checkTarget(profiles, found, target, path, context);
  checkMode(
    types.flatMap(({ aggregation }) => aggregation ?? []),
    reference,
    target,
    path,
    context,
  );
  if (target && text(said) !== undefined && said !== target.resource["resourceType"]) {
    const message = `${path}.type was expected to be the type of the target, found another.`;
    const spec = "https://hl7.org/fhir/R4/references-definitions.html#Reference.type";
    context.report(profileIssue("value", "reference-type", message, `${path}.type`, spec));
  }
};

function checkTarget(
  profiles: readonly string[],
  found: string,
  target: Target | undefined,
  path: string,
  { definitions, report, conforms }: CheckContext,
): void {
  const allowed = profiles.map((profile) => ({ profile, tree: definitions.tree(profile) }));
  // A profile that is not known here may allow any type.
  if (allowed.some(({ tree }) => tree === undefined)) return;
  const fitting = allowed.filter(({ tree }) => tree !== undefined && isSubtype(found, tree.type, definitions));
  if (fitting.length === 0) {
    const names = [...new Set(allowed.map(({ tree }) => tree?.type ?? ""))].join(" or ");
    const message = `${path} may refer to ${names}, found ${/^[A-Z]\w+$/.test(found) ? found : "another type"}.`;
    report(profileIssue("structure", "reference-target", message, path, "type.targetProfile"));
    return;
  }
  if (target === undefined || target.mode === "referenced" || fitting.some(({ tree }) => tree?.isProfile === false))
    return;
  if (fitting.some(({ profile }) => conforms(target.resource, profile, target.around))) return;
  const message = `${path} may refer to a resource of ${fitting.map(({ profile }) => profile).join(" or ")}, found one that is not.`;
  report(profileIssue("structure", "reference-profile", message, path, "type.targetProfile"));
}

/** https://hl7.org/fhir/R4/valueset-resource-aggregation-mode.html */
function checkMode(
  modes: readonly string[],
  reference: string | undefined,
  target: Target | undefined,
  path: string,
  { report }: CheckContext,
): void {
  if (modes.length === 0 || reference === undefined) return;
  const mode = reference.startsWith("#") ? "contained" : target?.mode === "bundled" ? "bundled" : "referenced";
  if (modes.includes(mode) || (mode === "bundled" && modes.includes("referenced"))) return;
  const message = `${path} may be ${modes.join(" or ")}, found it ${mode}.`;
  report(profileIssue("structure", "reference-mode", message, path, "type.aggregation"));
}

/** The type that a literal reference shows: `Patient/1`, with or without a base. */
export function typeInAddress(reference: unknown): string | undefined {
  return typeof reference === "string"
    ? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(reference)?.[1]
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
