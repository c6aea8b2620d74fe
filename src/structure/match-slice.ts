import { holdsPattern, isSame } from "./check/compare.ts";
import { isObject, type CheckContext } from "./check-context.ts";
import type { ElementDefinition } from "@medplum/fhirtypes";
import { choiceProperty, createNode, typeCode, valueOf, type ElementNode } from "./tree/element-node.ts";

/** One occurrence that may belong to a slice. */
export interface Candidate {
  readonly value: unknown;
  readonly type: string;
}

/**
 * Whether a value belongs to a slice, by its discriminators; https://hl7.org/fhir/R4/profiling.html#discriminator
 *
 * @returns undefined where the definition does not say enough to tell
 */
export function matchesSlice(
  candidate: Candidate,
  node: ElementNode,
  slice: ElementNode,
  context: CheckContext,
): boolean | undefined {
  const given = node.definition.slicing?.discriminator;
  const discriminators = given ?? impliedBy(node);
  if (discriminators === undefined || discriminators.length === 0) return undefined;
  const verdicts = discriminators.map(({ type, path }) => discriminate(type, path, candidate, slice, context));
  if (verdicts.includes(false)) return false;
  // Where a slice leaves a discriminator open, the others tell.
  return verdicts.includes(undefined) || !verdicts.includes(true) ? undefined : true;
}

/** What keeps a value out of a slice: its discriminators that say no, each with what the slice wants there if that is one text. */
export function obstacles(
  candidate: Candidate,
  node: ElementNode,
  slice: ElementNode,
  context: CheckContext,
): readonly string[] {
  const discriminators = node.definition.slicing?.discriminator ?? impliedBy(node) ?? [];
  return discriminators.flatMap(({ type, path }) => {
    if (discriminate(type, path, candidate, slice, context) !== false) return [];
    const { nodes } = stepsOf(path).reduce<Place>((place, step) => follow(place, step, context), {
      values: [],
      nodes: [slice],
    });
    const [profile] = isUrlOfExtension(path, slice) ? (slice.definition.type?.[0]?.profile ?? []) : [];
    const [wanted] = profile === undefined ? nodes.flatMap(wantedOf) : [{ at: "", text: profile }];
    if (wanted === undefined) return [path];
    const place = [...stepsOf(path), ...(wanted.at === "" ? [] : [wanted.at])].join(".");
    return [`${place === "" ? "value" : place}, which should be ${wanted.text}`];
  });
}

/** The first text that a node wants, of itself or of what is in it. */
function wantedOf(node: ElementNode): readonly { readonly at: string; readonly text: string }[] {
  const own = firstText(valueOf(node.definition, "fixed") ?? valueOf(node.definition, "pattern"));
  if (own !== undefined) return [own];
  const below = [...(node.children?.values() ?? [])].flatMap((child) =>
    wantedOf(child).map(({ at, text }) => ({ at: at === "" ? child.name : `${child.name}.${at}`, text })),
  );
  return below.slice(0, 1);
}

function firstText(value: unknown): { readonly at: string; readonly text: string } | undefined {
  if (typeof value === "string") return { at: "", text: value };
  if (Array.isArray(value)) return value.map(firstText).find((found) => found !== undefined);
  if (!isObject(value)) return undefined;
  // A code says more than its system, where both are there.
  const names = Object.keys(value).sort((a, b) => Number(b === "code") - Number(a === "code"));
  for (const name of names) {
    const found = firstText(value[name]);
    if (found !== undefined) return { at: found.at === "" ? name : `${name}.${found.at}`, text: found.text };
  }
  return undefined;
}

/** Whether the value has what the slice wants there; `open` where the slice wants nothing, undefined where none can tell. */
type Verdict = boolean | "open" | undefined;

/** Extensions are told by their url, and the slices of a choice by their type, even where nobody says so. */
function impliedBy({ name, isChoice }: ElementNode): readonly { type: "value" | "type"; path: string }[] | undefined {
  if (name === "extension" || name === "modifierExtension") return [{ type: "value", path: "url" }];
  return isChoice ? [{ type: "type", path: "$this" }] : undefined;
}

/** What stands at the path of a discriminator: values, and the nodes that say what a slice wants there. */
interface Place {
  readonly values: readonly Candidate[];
  readonly nodes: readonly ElementNode[];
}

function discriminate(
  kind: string,
  path: string,
  candidate: Candidate,
  slice: ElementNode,
  context: CheckContext,
): Verdict {
  if (isUrlOfExtension(path, slice)) return hasUrl(candidate.value, slice);
  const steps = stepsOf(path);
  const start: Place = { values: [candidate], nodes: [slice] };
  const { values, nodes } = steps.reduce((place, step) => follow(place, step, context), start);
  switch (kind) {
    case "exists":
      return exists(values, nodes);
    case "type":
      return ofType(values, nodes, steps.length === 0 ? candidate.type : undefined);
    case "profile":
      return ofProfile(values, nodes, steps.at(-1) === "resolve()", context);
    default:
      return ofValue(values, nodes, context);
  }
}

function isUrlOfExtension(path: string, { name, definition }: ElementNode): boolean {
  return path === "url" && /^(?:modifierE|e)xtension$/.test(name) && definition.type?.[0]?.profile !== undefined;
}

function hasUrl(value: unknown, { definition }: ElementNode): boolean {
  const url = isObject(value) ? value["url"] : undefined;
  return definition.type?.some(({ profile }) => profile?.some((one) => one.split("|", 1)[0] === url)) ?? false;
}

function stepsOf(path: string): readonly string[] {
  return (path.match(/[A-Za-z]+\('[^']*'\)|[A-Za-z]+\([A-Za-z]*\)|[$A-Za-z][\w$]*/g) ?? []).filter(
    (step) => step !== "$this",
  );
}

function follow({ values, nodes }: Place, step: string, context: CheckContext): Place {
  if (step === "resolve()") {
    return {
      values: values.flatMap(({ value }) => {
        const reference = isObject(value) ? value["reference"] : value;
        const target = typeof reference === "string" ? context.around.resolve(reference) : undefined;
        return target ? [{ value: target.resource, type: String(target.resource["resourceType"]) }] : [];
      }),
      nodes: nodes.flatMap(({ definition }) =>
        (definition.type ?? []).flatMap(({ targetProfile }) => rootsOf(targetProfile ?? [], context)),
      ),
    };
  }
  const url = /^extension\('(.*)'\)$/.exec(step)?.[1];
  if (url !== undefined) {
    const isOf = (value: unknown) => isObject(value) && value["url"] === url;
    return {
      values: values.flatMap(({ value }) => childrenOf(value, "extension").filter((one) => isOf(one.value))),
      nodes: nodes.flatMap((node) =>
        (node.children?.get("extension")?.slices ?? []).filter((slice) => hasUrl({ url }, slice)),
      ),
    };
  }
  const typed = /^(?:ofType|as)\((\w+)\)$/.exec(step)?.[1];
  if (typed !== undefined) return { values: values.filter(({ type }) => type === typed), nodes };
  return {
    values: values.flatMap(({ value }) => childrenOf(value, step)),
    nodes: nodes.flatMap((node) => childNode(node, step, context)),
  };
}

function rootsOf(profiles: readonly string[], { definitions }: CheckContext): readonly ElementNode[] {
  return profiles.flatMap((profile) => definitions.tree(profile)?.root ?? []);
}

/** The elements of a name in a value; a choice is found under its types. */
function childrenOf(value: unknown, name: string): readonly Candidate[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const isChoice = key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length));
    if (key !== name && !isChoice) return [];
    const suffix = key.slice(name.length);
    const items: readonly unknown[] = Array.isArray(child) ? child : [child];
    return items.map((item) => ({ value: item, type: typeOfSuffix(suffix, item) }));
  });
}

function typeOfSuffix(suffix: string, value: unknown): string {
  if (isObject(value) && typeof value["resourceType"] === "string") return value["resourceType"];
  return isObject(value) ? suffix : suffix.charAt(0).toLowerCase() + suffix.slice(1);
}

/** What a node says of a child: its own words, those of a profile on its type, or those of the type. */
function childNode(node: ElementNode, name: string, { definitions }: CheckContext): readonly ElementNode[] {
  const own = node.children?.get(name);
  if (own) return [own];
  const said = partOfValue(node, name);
  if (said) return [said];
  return (node.definition.type ?? []).flatMap((type) => {
    const profiled = (type.profile ?? []).flatMap(
      (profile) => definitions.tree(profile)?.root.children?.get(name) ?? [],
    );
    if (profiled.length > 0) return profiled;
    return definitions.tree(typeCode(type))?.root.children?.get(name) ?? [];
  });
}

/** What a fixed value or a pattern of the whole says of a part. */
function partOfValue(node: ElementNode, name: string): ElementNode | undefined {
  for (const prefix of ["fixed", "pattern"] as const) {
    const whole = valueOf(node.definition, prefix);
    if (!isObject(whole) || !(name in whole)) continue;
    return createNode(`${node.path}.${name}`, { [`${prefix}Any`]: whole[name] } as unknown as ElementDefinition);
  }
  return undefined;
}

function exists(values: readonly Candidate[], nodes: readonly ElementNode[]): boolean | undefined {
  const [node] = nodes;
  if (node?.definition.max === "0") return values.length === 0;
  return (node?.definition.min ?? 0) > 0 ? values.length > 0 : undefined;
}

function ofType(
  values: readonly Candidate[],
  nodes: readonly ElementNode[],
  own: string | undefined,
): boolean | undefined {
  const types = nodes.flatMap(({ definition }) => (definition.type ?? []).map(typeCode));
  if (types.length === 0) return undefined;
  const found = own === undefined ? values.map(({ type }) => type) : [own];
  return found.some((type) => types.includes(type) || types.some((one) => choiceProperty("", one) === type));
}

function ofProfile(
  values: readonly Candidate[],
  nodes: readonly ElementNode[],
  isResolved: boolean,
  context: CheckContext,
): boolean | undefined {
  const profiles = isResolved
    ? []
    : nodes.flatMap(({ definition }) => (definition.type ?? []).flatMap(({ profile }) => profile ?? []));
  if (profiles.length === 0 && !isResolved) return undefined;
  const { around } = context;
  const conforms = (value: unknown, profile: string) =>
    context.conforms(value, profile, isObject(value) && "resourceType" in value ? around.inner(value) : around);
  if (!isResolved) return values.some(({ value }) => profiles.some((profile) => conforms(value, profile)));
  // After resolve() the nodes are the roots of the target profiles themselves.
  return nodes.length === 0
    ? undefined
    : values.some(({ value }) => nodes.some((node) => fits(value, node, context) ?? true));
}

function ofValue(values: readonly Candidate[], nodes: readonly ElementNode[], context: CheckContext): Verdict {
  const verdicts = nodes.map((node): Verdict => {
    if (isOpen(node)) return "open";
    const each = values.map(({ value }) => fits(value, node, context));
    if (each.includes(true)) return true;
    return values.length > 0 && each.includes(undefined) ? undefined : saysSomething(node, context) ? false : undefined;
  });
  if (verdicts.includes(true)) return true;
  if (verdicts.length === 0 || verdicts.includes(undefined)) return undefined;
  return verdicts.includes(false) ? false : "open";
}

/** Whether a node takes any value, as far as it and all below it say. */
function isOpen({ definition, children, slices }: ElementNode): boolean {
  const isFree =
    valueOf(definition, "fixed") === undefined &&
    valueOf(definition, "pattern") === undefined &&
    definition.binding?.strength !== "required";
  return isFree && slices.length === 0 && [...(children?.values() ?? [])].every(isOpen);
}

/** Whether a value is what a node says; undefined where it says nothing. */
function fits(value: unknown, node: ElementNode, context: CheckContext): boolean | undefined {
  const fixed = valueOf(node.definition, "fixed");
  if (fixed !== undefined) return isSame(value, fixed);
  const pattern = valueOf(node.definition, "pattern");
  if (pattern !== undefined) return holdsPattern(value, pattern);
  const { binding } = node.definition;
  if (binding?.strength === "required" && binding.valueSet !== undefined && node.children === undefined)
    return context.terminology.memberOf(value, binding.valueSet);
  return fitsChildren(value, node, context);
}

/** What is said below: each child that says something must be matched by one of the value's. */
function fitsChildren(value: unknown, node: ElementNode, context: CheckContext): boolean | undefined {
  let verdict: boolean | undefined;
  for (const child of node.children?.values() ?? []) {
    for (const part of [child, ...child.slices]) {
      const isDemanded = (part.definition.min ?? 0) > 0 || part.sliceName === undefined;
      if (!isDemanded || !saysSomething(part, context)) continue;
      const found = childrenOf(value, child.name);
      if (found.length === 0 && (part.definition.min ?? 0) === 0) continue;
      if (!found.some((one) => fits(one.value, part, context) !== false)) return false;
      verdict = true;
    }
  }
  return verdict;
}

function saysSomething(node: ElementNode, context: CheckContext): boolean {
  const { definition } = node;
  if (valueOf(definition, "fixed") !== undefined || valueOf(definition, "pattern") !== undefined) return true;
  if (
    definition.binding?.strength === "required" &&
    definition.binding.valueSet !== undefined &&
    node.children === undefined
  ) {
    return context.terminology.reach(definition.binding.valueSet).kind !== "unknown";
  }
  return [...(node.children?.values() ?? [])].some((child) =>
    [child, ...child.slices].some((part) => saysSomething(part, context)),
  );
}
