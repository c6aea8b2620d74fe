import { code, join, member, type Code } from "../../codegen/index.ts";
import { isObject } from "../check-context.ts";
import { choiceProperty, createNode, isList, typeCode, valueOf, type ElementNode } from "../tree/element-node.ts";
import type { Emission } from "./emission.ts";
import { fixedTest, patternTest, someItem } from "./rule/index.ts";

/** What a test can say of a discriminator: code, that the slice takes anything there, or that only the walk can tell. */
type Said = Code | "open" | undefined;

/**
 * Writes the condition that an item belongs to a slice, as `match-slice.ts` decides it.
 *
 * @returns undefined where only the walk can tell
 */
export function sliceTest(child: ElementNode, slice: ElementNode, item: Code, emission: Emission): Code | undefined {
  const discriminators = child.definition.slicing?.discriminator ?? [];
  const said = discriminators.map(({ type, path }): Said => {
    if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$|^\$this$/.test(path)) return undefined;
    const steps = path === "$this" ? [] : path.split(".");
    if (type === "value" || type === "pattern") return valueTest(steps, slice, item, emission);
    if (type === "type") return typeTest(steps, slice, item, emission);
    return undefined;
  });
  const tests = said.filter((one): one is Code => one !== undefined && one !== "open");
  return said.includes(undefined) || tests.length === 0 ? undefined : join(tests, " && ");
}

/** A slice that is told by one code: the element that holds it, its system, and the code. */
export interface CodedSlice {
  readonly element: string;
  readonly system: string;
  readonly code: string;
}

/** The code that tells a slice, where its one discriminator asks a CodeableConcept for one coding of a system and a code. */
export function codedSlice(child: ElementNode, slice: ElementNode): CodedSlice | undefined {
  const [first, ...others] = child.definition.slicing?.discriminator ?? [];
  if (first === undefined || others.length > 0 || (first.type !== "value" && first.type !== "pattern"))
    return undefined;
  const node = slice.children?.get(first.path);
  if (node === undefined || node.isChoice || isList(node) || valueOf(node.definition, "fixed") !== undefined)
    return undefined;
  const pattern = valueOf(node.definition, "pattern");
  if (!isObject(pattern) || !Array.isArray(pattern["coding"]) || Object.keys(pattern).length > 1) return undefined;
  const [coding, ...more] = pattern["coding"] as readonly unknown[];
  if (!isObject(coding) || more.length > 0 || Object.keys(coding).length > 2) return undefined;
  const { system, code: value } = coding;
  if (typeof system !== "string" || typeof value !== "string") return undefined;
  return { element: first.path, system, code: value };
}

/** A slice that is told by the type of a resource in it: the element that holds the resource, and the types. */
export interface TypedSlice {
  readonly element: string;
  readonly types: readonly string[];
}

/** The types that tell a slice, where its one discriminator asks for the type of a resource. */
export function typedSlice(child: ElementNode, slice: ElementNode, emission: Emission): TypedSlice | undefined {
  const [first, ...others] = child.definition.slicing?.discriminator ?? [];
  if (first === undefined || others.length > 0 || first.type !== "type" || first.path === "$this") return undefined;
  const types = resourceTypes(first.path, slice, emission);
  return types && { element: first.path, types };
}

/** An entry is told by the type of its resource. */
function typeTest(steps: readonly string[], slice: ElementNode, item: Code, emission: Emission): Said {
  const [step] = steps;
  const types = step === undefined || steps.length !== 1 ? undefined : resourceTypes(step, slice, emission);
  if (step === undefined || types === undefined) return undefined;
  const resource = code`${member(item, step)}?.resourceType`;
  return code`(${join(
    types.map((type) => code`${resource} === ${type}`),
    " || ",
  )})`;
}

function resourceTypes(step: string, slice: ElementNode, { definitions }: Emission): readonly string[] | undefined {
  const types = (slice.children?.get(step)?.definition.type ?? []).map(typeCode);
  return types.length > 0 && types.every((type) => definitions.tree(type)?.kind === "resource") ? types : undefined;
}

function valueTest(steps: readonly string[], node: ElementNode, value: Code, emission: Emission): Said {
  const [step, ...rest] = steps;
  if (step === undefined) return isOpen(node) ? "open" : fitTest(node, value, emission);
  const child = childOf(node, step, emission);
  if (child === undefined || child.isChoice) return undefined;
  const below = code`${member(value, step, true)}`;
  if (!isList(child)) return valueTest(rest, child, below, emission);
  const inner = valueTest(rest, child, code`item`, emission);
  if (inner === undefined || inner === "open") return inner;
  return someItem(inner, below, emission);
}

/** What a node says of a child: its own words, those of a fixed value or pattern of the whole, or those of the type. */
function childOf(node: ElementNode, name: string, { definitions }: Emission): ElementNode | undefined {
  const own = node.children?.get(name);
  if (own) return own;
  const [type, ...others] = (node.definition.type ?? []).map(typeCode);
  if (type === undefined || others.length > 0 || node.definition.type?.[0]?.profile !== undefined) return undefined;
  const ofType = definitions.tree(type)?.root.children?.get(name);
  for (const prefix of ["fixed", "pattern"] as const) {
    const whole = valueOf(node.definition, prefix);
    if (!isObject(whole) || !(name in whole) || ofType === undefined) continue;
    const said = { base: ofType.definition.base, max: ofType.definition.max, [`${prefix}Any`]: whole[name] };
    return createNode(ofType.path, said as unknown as ElementNode["definition"]);
  }
  return ofType;
}

/** Whether a node takes any value, as far as it and all below it say. */
function isOpen({ definition, children, slices }: ElementNode): boolean {
  return (
    valueOf(definition, "fixed") === undefined &&
    valueOf(definition, "pattern") === undefined &&
    definition.binding?.strength !== "required" &&
    slices.every(isOpen) &&
    [...(children?.values() ?? [])].every(isOpen)
  );
}

/** The condition that a value is what a node says. */
function fitTest(node: ElementNode, value: Code, emission: Emission): Code | undefined {
  const fixed = valueOf(node.definition, "fixed");
  if (fixed !== undefined) return fixedTest(fixed, value, emission);
  const pattern = valueOf(node.definition, "pattern");
  if (pattern !== undefined) return patternTest(pattern, value, emission);
  if (node.definition.binding?.strength === "required" && node.children === undefined) return undefined;
  const tests: (Code | undefined)[] = [];
  for (const child of node.children?.values() ?? []) {
    for (const part of [child, ...child.slices]) {
      if (isOpen(part) || ((part.definition.min ?? 0) === 0 && part.sliceName !== undefined)) continue;
      // What is said of an element that need not be there decides only where it is.
      tests.push((part.definition.min ?? 0) > 0 ? partTest(child, part, value, emission) : undefined);
    }
  }
  if (tests.length === 0 || tests.includes(undefined)) return undefined;
  return join(
    tests.filter((test) => test !== undefined),
    " && ",
  );
}

function partTest(child: ElementNode, part: ElementNode, value: Code, emission: Emission): Code | undefined {
  const [type, ...others] = (part.definition.type ?? []).map(typeCode);
  if (child.isChoice && (type === undefined || others.length > 0)) return undefined;
  const below = member(value, child.isChoice ? choiceProperty(child.name, type ?? "") : child.name, true);
  if (!isList(child)) return fitTest(part, below, emission);
  const inner = fitTest(part, code`item`, emission);
  return inner && someItem(inner, below, emission);
}
