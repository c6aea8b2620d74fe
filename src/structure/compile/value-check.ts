import type { Code } from "../../codegen/index.ts";
import type { Emission, Part, Rule, ValueSite } from "./emission.ts";
import { code } from "../../codegen/index.ts";
import { nodeAt } from "../tree/build-tree.ts";
import { referencedPath, typeCode, valueOf, type ElementNode } from "../tree/element-node.ts";
import {
  attachmentRule,
  bindingRule,
  boundsRule,
  extraConstraints,
  fixedRule,
  invariantTest,
  isPrimitiveType,
  primitiveRule,
  profileRule,
  referenceRule,
} from "./rule/index.ts";

/** What is inside an object: its type's check, or one of its own where the definition goes into it. */
const contentRule: Rule = (site, emission) => {
  if (isPrimitiveType(site.type)) return [];
  const part = innerPart(site, emission);
  const whole = code`${emission.dataType(site.type)}(${site.value}, scope)`;
  if (part === undefined) return [whole];
  const root = part.base === undefined && !emission.isExtended(part.node) ? commonRoot(part, emission) : undefined;
  if (root === undefined) return [code`${emission.objectCheck(part)}(${site.value}, scope)`];
  return [whole, code`${emission.objectCheck({ ...part, base: root })}(${site.value}, scope)`];
};

/** What a data type says of its objects, where they are checked by that first: one check of all of them stays at hand. */
function commonRoot({ type, extensionUrl }: Part, { definitions }: Emission): ElementNode | undefined {
  if (type === "BackboneElement" || type === "Element" || extensionUrl !== undefined) return undefined;
  return definitions.tree(type)?.root;
}

/** Invariants that the definition adds to those of the type; the check of an object of its own asks them itself. */
const invariantRule: Rule = (site, emission) => {
  const { node, type, value } = site;
  if (!isPrimitiveType(type) && innerPart(site, emission) !== undefined) return [];
  const root = emission.definitions.tree(type)?.root;
  const otherTypes = (node.definition.type ?? []).map(typeCode).filter((other) => other !== type);
  return extraConstraints(node, root).map((constraint) => {
    const place = { type, otherTypes, focus: value, names: emission.names.inner() };
    return invariantTest(constraint, place, emission) ?? code`false`;
  });
};

/** The conditions of one value, in the order in which they are asked. */
const RULES: readonly Rule[] = [
  primitiveRule,
  fixedRule,
  contentRule,
  boundsRule,
  bindingRule,
  referenceRule,
  attachmentRule,
  profileRule,
  invariantRule,
];

/** What the definition of a whole structure says of its root, beyond what is in it. */
export function rootConditions(site: ValueSite, emission: Emission): readonly Code[] {
  return [fixedRule, boundsRule, bindingRule, referenceRule, attachmentRule].flatMap((rule) => rule(site, emission));
}

/** The conditions of a value beyond those that it is known to keep. */
export function moreConditions(site: ValueSite & { readonly base: ElementNode }, emission: Emission): readonly Code[] {
  const { base, ...rest } = site;
  const known = new Set(valueConditions({ ...rest, node: base }, emission).map(({ text }) => text));
  return valueConditions(site, emission).filter(({ text }) => !known.has(text));
}

/** Writes all conditions that a value meets which has no issue. */
export function valueConditions(site: ValueSite, emission: Emission): readonly Code[] {
  return RULES.flatMap((rule) => rule(site, emission));
}

/** The object that an element describes itself; undefined where its type's description is all. */
export function innerPart(
  { node, type, around, base }: ValueSite,
  { definitions, isExtended }: Emission,
): Part | undefined {
  const { contentReference } = node.definition;
  const isBackbone = type === "BackboneElement" || type === "Element";
  const modelType = isBackbone ? `${around.modelType}.${node.name}` : type;
  const inner = { node, type, modelType, home: around.home };
  const url = type === "Extension" ? node.children?.get("url") : undefined;
  const fixedUrl = url && valueOf(url.definition, "fixed");
  const before = base?.children ? base : base && definitions.tree(type)?.root;
  if (node.children)
    return {
      ...inner,
      source: node,
      ...(before && { base: before }),
      ...(typeof fixedUrl === "string" && { extensionUrl: fixedUrl }),
    };
  if (contentReference === undefined) {
    const whole = isExtended(node) && base === undefined ? definitions.tree(type)?.root : undefined;
    return whole && { ...inner, source: whole };
  }
  const root = definitions.tree(around.home)?.root;
  const source = root && nodeAt(root, referencedPath(contentReference));
  return source && { ...inner, node: source, source, modelType: source.path };
}

/** Whether a type is one of resources, which stand in others as what they are. */
export function isInnerResource(type: string, { definitions }: Emission): boolean {
  return definitions.tree(type)?.kind === "resource";
}

/** The name that a node gets in the module. */
export function hintOf(node: ElementNode): string {
  const slice = node.sliceName === undefined ? "" : `_${node.sliceName}`;
  return `check_${node.path.replace(/\[x\]/g, "")}${slice}`;
}
