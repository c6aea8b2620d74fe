import { elementPath } from "../fhir/index.ts";
import { CHECKS } from "./check/index.ts";
import { checkExtension, type ExtensionHolder } from "./check/extension.ts";
import { checkTypeInvariants } from "./check/invariant.ts";
import { checkPrimitive } from "./check/primitive.ts";
import { isObject, profileIssue, type CheckContext, type JsonObject } from "./check-context.ts";
import { matchesSlice, obstacles } from "./match-slice.ts";
import { nodeAt } from "./tree/build-tree.ts";
import { isSubtype } from "./tree/subtype.ts";
import {
  choiceProperty,
  isBare,
  isList,
  referencedPath,
  typeCode,
  type ElementNode,
  type StructureTree,
} from "./tree/element-node.ts";

const JSON_SPEC = "https://hl7.org/fhir/R4/json.html";

/** Checks a resource that stands inside another, by profiles that are named for it there; the validator knows how. */
export type CheckInner = (resource: JsonObject, path: string, profiles: readonly string[]) => void;

/** Where the walk stands. */
interface Standing {
  /** For content references. */
  readonly tree: StructureTree;
  readonly context: CheckContext;
  readonly checkInner: CheckInner;
  /** The extension that holds the values here. */
  readonly extensionUrl?: string | undefined;
}

/** Checks a value against a whole structure. */
export function walkTree(
  tree: StructureTree,
  value: unknown,
  path: string,
  context: CheckContext,
  checkInner: CheckInner,
): void {
  const url = tree.type === "Extension" && isObject(value) ? value["url"] : undefined;
  const standing: Standing = { tree, context, checkInner, ...(typeof url === "string" && { extensionUrl: url }) };
  walkValue(tree.root, { value, sidecar: undefined, type: tree.type, modelType: tree.type }, path, standing, true);
}

interface Item {
  readonly value: unknown;
  readonly sidecar: unknown;
  readonly type: string;
  /** The type as invariants know it: of a backbone element its path from the type that holds it. */
  readonly modelType: string;
}

function walkValue(node: ElementNode, item: Item, path: string, standing: Standing, isRoot = false): void {
  const { context, tree } = standing;
  const { value, sidecar, type, modelType } = item;
  const typeTree = context.definitions.tree(type);
  if (typeTree?.kind === "primitive-type" || type === "xhtml") {
    walkPrimitive(node, item, path, standing, typeTree);
    return;
  }
  if (!isObject(value)) {
    const message = `${path} was expected to be an object, found ${Array.isArray(value) ? "an array" : "a single value"}.`;
    context.report(profileIssue("structure", "json-type", message, path, `${JSON_SPEC}#object`));
    return;
  }
  if (Object.keys(value).length === 0) {
    const message = `${path} was expected to hold something, found an empty object.`;
    context.report(profileIssue("structure", "empty", message, path, JSON_SPEC));
    return;
  }
  if (!isRoot && isResourceType(typeTree)) {
    walkInner(node, value, path, standing);
    return;
  }
  const referenced = node.definition.contentReference;
  // What is said of an element in a profile is not said of those that only have its content.
  const base = referenced === undefined ? undefined : context.definitions.tree(tree.type)?.root;
  const source = node.children
    ? node
    : referenced === undefined || base === undefined
      ? typeTree?.root
      : nodeAt(base, referencedPath(referenced));
  if (source?.children) {
    const below = { ...standing, tree: source === typeTree?.root ? typeTree : tree };
    walkChildren(source, value, { type, modelType, paths: [source.path, node.path] }, path, below, isRoot);
  }
  const occurrence = { node, value, sidecar, type: modelType, path };
  for (const check of CHECKS) check(occurrence, context);
  if (typeTree && !isRoot && !isBackbone(type)) checkTypeInvariants(typeTree.root, occurrence, context);
  walkProfiles(node, item, path, standing);
}

/** A resource has a type that is allowed here, and keeps the profiles that are named for it. */
function walkInner(node: ElementNode, resource: JsonObject, path: string, { context, checkInner }: Standing): void {
  const types = node.definition.type ?? [];
  const { resourceType } = resource;
  const fitting = types.filter(
    ({ code }) => typeof resourceType === "string" && isSubtype(resourceType, code, context.definitions),
  );
  if (typeof resourceType === "string" && fitting.length === 0 && context.definitions.tree(resourceType)) {
    const message = `${path} may be ${types.map(({ code }) => code).join(" or ")}, found ${resourceType}.`;
    context.report(profileIssue("structure", "type", message, path, "type"));
  }
  const profiles = fitting.flatMap(({ profile }) => profile ?? []);
  if (profiles.length < 2) checkInner(resource, path, profiles);
  else {
    const kept = profiles.find((profile) => context.conforms(resource, profile, context.around.inner(resource)));
    checkInner(resource, path, kept === undefined ? [] : [kept]);
    if (kept !== undefined) return;
    const message = `${path} was expected to keep one of the profiles ${profiles.join(", ")}, found that it keeps none.`;
    context.report(profileIssue("structure", "profile-none", message, path, "type.profile"));
  }
}

function isResourceType(tree: StructureTree | undefined): boolean {
  return tree?.kind === "resource";
}

function isBackbone(type: string): boolean {
  return type === "BackboneElement" || type === "Element";
}

/** A primitive has its value, and in `_x` its id and extensions; https://hl7.org/fhir/R4/json.html#primitive */
function walkPrimitive(
  node: ElementNode,
  { value, sidecar, type }: Item,
  path: string,
  standing: Standing,
  typeTree: StructureTree | undefined,
): void {
  const { context } = standing;
  const occurrence = { node, value, sidecar, type, path };
  checkPrimitive(occurrence, context);
  if (value !== undefined) for (const check of CHECKS) check(occurrence, context);
  if (typeTree) checkTypeInvariants(typeTree.root, occurrence, context);
  if (sidecar === undefined || sidecar === null) return;
  if (!isObject(sidecar) || Object.keys(sidecar).length === 0) {
    const message = `${path} was expected to have an object of id and extensions beside it, found something else.`;
    context.report(profileIssue("structure", "json-type", message, path, `${JSON_SPEC}#primitive`));
    return;
  }
  const element = context.definitions.tree("Element");
  const source = node.children ? node : element?.root;
  const holder = { type, modelType: "Element", paths: [node.path] };
  if (source) walkChildren(source, sidecar, holder, path, { ...standing, tree: element ?? standing.tree }, false);
}

/** Data types keep the profiles that are named here: one of each type's list. */
function walkProfiles(node: ElementNode, { value, type }: Item, path: string, standing: Standing): void {
  if (type === "Extension") return;
  const { context, checkInner } = standing;
  const profiles = (node.definition.type ?? [])
    .filter((one) => typeCode(one) === type)
    .flatMap(({ profile }) => profile ?? []);
  const known = profiles.flatMap((profile) => context.definitions.tree(profile) ?? []);
  const [first] = known;
  if (first === undefined || profiles.length > known.length) return;
  const fitting = known.length === 1 ? first : known.find(({ url }) => context.conforms(value, url, context.around));
  walkTree(fitting ?? first, value, path, context, checkInner);
}

function walkChildren(
  source: ElementNode,
  value: JsonObject,
  holder: Holder,
  path: string,
  standing: Standing,
  isRoot: boolean,
): void {
  const known = new Set(isRoot && source.path === holder.type && "resourceType" in value ? ["resourceType"] : []);
  for (const child of source.children?.values() ?? []) walkElement(child, value, holder, path, standing, known);
  const { report } = standing.context;
  for (const property of Object.keys(value)) {
    if (known.has(property)) continue;
    const message = `${path} was expected to have no property ${/^\w{1,64}$/.test(property) ? property : "of that name"}, found it.`;
    report(profileIssue("structure", "unknown-element", message, `${path}.${property}`, JSON_SPEC));
  }
}

/** What holds the elements here: its type, and its paths in the definitions that tell of it. */
type Holder = Pick<ExtensionHolder, "type" | "paths"> & Pick<Item, "modelType">;

const ELEMENT_ID_SPEC = "https://hl7.org/fhir/R4/element.html#id";

/** One property that holds an element, with the type that its name tells. */
interface Property {
  readonly name: string;
  /** `_x`, with id and extensions of a primitive. */
  readonly sidecar: string;
  readonly type: string;
}

const propertiesOfNode = new WeakMap<ElementNode, readonly Property[]>();

function propertiesOf(child: ElementNode, tree: StructureTree): readonly Property[] {
  const known = propertiesOfNode.get(child) ?? listProperties(child, tree);
  propertiesOfNode.set(child, known);
  return known;
}

function listProperties(child: ElementNode, { kind, type }: StructureTree): readonly Property[] {
  const types = (child.definition.type ?? []).map(typeCode);
  // R4's own definitions call it a string: https://hl7.org/fhir/R4/resource.html#id
  if (child.name === "id" && kind === "resource" && child.path === `${type}.id`) return [property("id", "id")];
  if (!child.isChoice) return [property(child.name, types[0] ?? "BackboneElement")];
  return types.map((type) => property(choiceProperty(child.name, type), type));
}

const property = (name: string, type: string): Property => ({ name, sidecar: `_${name}`, type });

function walkElement(
  child: ElementNode,
  value: JsonObject,
  around: Holder,
  path: string,
  standing: Standing,
  known: Set<string>,
): void {
  const { report } = standing.context;
  const properties = propertiesOf(child, standing.tree);
  const found = properties.filter(({ name, sidecar }) => name in value || sidecar in value);
  // Most elements of most resources are optional and absent.
  if (found.length === 0 && !child.isChoice && (child.definition.min ?? 0) === 0 && child.slices.length === 0) return;
  for (const { name, sidecar } of found) known.add(name).add(sidecar);
  if (isBare(child) && `_${child.name}` in value) {
    const message = `${path}.${child.name} was expected without extensions, found some.`;
    report(profileIssue("structure", "plain-value", message, `${path}.${child.name}`, ELEMENT_ID_SPEC));
  }
  const place = elementPath(path, child.name);
  if (found.length > 1) {
    const message = `${place} was expected to have one type, found ${found.length}.`;
    report(profileIssue("structure", "choice-several", message, place, "https://hl7.org/fhir/R4/formats.html#choice"));
  }
  if (found.length === 0 && child.isChoice && reportOtherType(child, value, place, standing, known)) return;
  const items = found.flatMap((property) => itemsOf(property, child, value, place, around, standing));
  checkCount(child, items.length, place, standing);
  const holder: ExtensionHolder = {
    ...around,
    ...(standing.extensionUrl !== undefined && { extensionUrl: standing.extensionUrl }),
  };
  for (const { item, at } of items) walkItem(child, item, at, standing, holder);
  walkSlices(child, items, place, standing);
}

/** A type that R4 knows and the definition does not allow. */
function reportOtherType(
  child: ElementNode,
  value: JsonObject,
  place: string,
  { context }: Standing,
  known: Set<string>,
): boolean {
  for (const property of Object.keys(value)) {
    const suffix = property.startsWith(child.name) ? property.slice(child.name.length) : "";
    const type = [suffix, suffix.charAt(0).toLowerCase() + suffix.slice(1)].find(
      (name) => /^[A-Za-z]/.test(suffix) && /^[A-Z]/.test(suffix) && context.definitions.tree(name) !== undefined,
    );
    if (type === undefined) continue;
    known.add(property).add(`_${property}`);
    const allowed = (child.definition.type ?? []).map(typeCode).join(" or ");
    const message = `${place} may have the type ${allowed || "of none"}, found ${type}.`;
    context.report(profileIssue("structure", "type", message, place, "type"));
    return true;
  }
  return false;
}

interface PlacedItem {
  readonly item: Item;
  readonly at: string;
}

/** The occurrences of an element in a property: of a list each item, with its own `_x`. */
function itemsOf(
  { name, sidecar: sidecarName, type }: Property,
  child: ElementNode,
  value: JsonObject,
  place: string,
  around: Holder,
  { context }: Standing,
): readonly PlacedItem[] {
  const [raw, sidecars] = [value[name], value[sidecarName]];
  const { contentReference } = child.definition;
  const modelType =
    contentReference !== undefined
      ? referencedPath(contentReference)
      : isBackbone(type)
        ? `${around.modelType}.${child.name}`
        : type;
  const fault = (message: string): readonly PlacedItem[] => {
    context.report(profileIssue("structure", "json-type", `${place} ${message}`, place, `${JSON_SPEC}#repeat`));
    return [];
  };
  if (!isList(child)) {
    if (Array.isArray(raw) || Array.isArray(sidecars)) return fault("was expected once, found an array.");
    if (raw === null) return fault("was expected to have a value, found null.");
    return [{ item: { value: raw, sidecar: sidecars, type, modelType }, at: place }];
  }
  if ((raw !== undefined && !Array.isArray(raw)) || (sidecars !== undefined && !Array.isArray(sidecars))) {
    fault("was expected to be an array, found a single value.");
    return Array.isArray(raw) || raw === undefined
      ? []
      : [{ item: { value: raw, sidecar: undefined, type, modelType }, at: `${place}[0]` }];
  }
  const values = (raw ?? []) as readonly unknown[];
  const others = (sidecars ?? []) as readonly unknown[];
  const length = Math.max(values.length, others.length);
  if (length === 0) {
    context.report(
      profileIssue(
        "structure",
        "empty",
        `${place} was expected to hold something, found an empty array.`,
        place,
        JSON_SPEC,
      ),
    );
  }
  return [...Array(length).keys()].flatMap((index) => {
    const [one, sidecar] = [values[index] ?? undefined, others[index] ?? undefined];
    const at = `${place}[${index}]`;
    if (one === undefined && sidecar === undefined) {
      context.report(
        profileIssue(
          "structure",
          "json-type",
          `${at} was expected to have a value, found null.`,
          at,
          `${JSON_SPEC}#null`,
        ),
      );
      return [];
    }
    return [{ item: { value: one, sidecar, type, modelType }, at }];
  });
}

function walkItem(child: ElementNode, item: Item, at: string, standing: Standing, holder: ExtensionHolder): void {
  const { context, checkInner } = standing;
  if (item.type === "Extension") {
    const definition = checkExtension(item.value, child.name === "modifierExtension", holder, at, context);
    walkValue(child, item, at, { ...standing, extensionUrl: urlOf(item.value) });
    if (definition) walkTree(definition, item.value, at, context, checkInner);
    return;
  }
  walkValue(child, item, at, standing);
}

function urlOf(value: unknown): string | undefined {
  const url = isObject(value) ? value["url"] : undefined;
  return typeof url === "string" ? url : undefined;
}

/** @param hint what may be to blame where there are too few */
function checkCount(
  { definition, sliceName }: ElementNode,
  count: number,
  path: string,
  { context }: Standing,
  hint: () => string = () => "",
): void {
  const { min = 0, max = "*" } = definition;
  const isSlice = sliceName !== undefined;
  const name = isSlice ? ` of the slice ${sliceName}` : "";
  if (count < min) {
    const message = `${path} needs at least ${min} ${min === 1 ? "entry" : "entries"}${name}, found ${count}.${hint()}`;
    context.report(profileIssue("required", isSlice ? "slice-min" : "min", message, path, "min"));
  }
  if (max !== "*" && count > Number(max)) {
    const message = `${path} takes at most ${max} ${max === "1" ? "entry" : "entries"}${name}, found ${count}.`;
    context.report(profileIssue("structure", isSlice ? "slice-max" : "max", message, path, "max"));
  }
}

/** Assigns each occurrence to its slice; https://hl7.org/fhir/R4/profiling.html#slicing */
function walkSlices(child: ElementNode, items: readonly PlacedItem[], place: string, standing: Standing): void {
  if (child.slices.length === 0) return;
  const { context } = standing;
  const top = child.slices.filter(({ sliceName = "" }) => !sliceName.includes("/"));
  const order = new Map(top.map((slice, at) => [slice, at]));
  const counts = new Map(child.slices.map((slice) => [slice, 0]));
  const { rules, ordered } = child.definition.slicing ?? {};
  let last = 0;
  let isOpenSeen = false;
  let isUndecided = false;
  const unmatched: PlacedItem[] = [];
  for (const { item, at } of items) {
    const verdicts = child.slices.map((slice) => matchesSlice(item, child, slice, context));
    const matched = child.slices.filter((_, index) => verdicts[index] === true);
    const slice = matched.find((one) => order.has(one));
    if (slice === undefined) {
      if (verdicts.includes(undefined)) isUndecided = true;
      else if (rules === "closed") reportClosed(child, item, at, context);
      isOpenSeen = true;
      unmatched.push({ item, at });
      continue;
    }
    if (rules === "openAtEnd" && isOpenSeen) reportOrder(at, "before those of no slice", context);
    const rank = order.get(slice) ?? 0;
    if (ordered === true && rank < last) reportOrder(at, "in the order of the slices", context);
    last = Math.max(last, rank);
    for (const one of matched) {
      if (one !== slice && !(one.sliceName ?? "").startsWith(`${slice.sliceName ?? ""}/`)) continue;
      counts.set(one, (counts.get(one) ?? 0) + 1);
      walkValue(one, item, at, {
        ...standing,
        extensionUrl: item.type === "Extension" ? urlOf(item.value) : standing.extensionUrl,
      });
    }
  }
  if (isUndecided) return;
  for (const [slice, count] of counts)
    checkCount(slice, count, place, standing, () => nearestItem(child, slice, unmatched, context));
}

/** The item of no slice that comes nearest to one, and what keeps it out. */
function nearestItem(
  child: ElementNode,
  slice: ElementNode,
  unmatched: readonly PlacedItem[],
  context: CheckContext,
): string {
  const [nearest] = byObstacles(unmatched, ({ item }) => obstacles(item, child, slice, context));
  return nearest === undefined ? "" : ` Nearest is ${nearest.of.at}, but for its ${nearest.found.join(" and its ")}.`;
}

/** The slice that an item comes nearest to, and what keeps it out. */
function nearestSlice(child: ElementNode, item: PlacedItem["item"], context: CheckContext): string {
  const [nearest] = byObstacles(child.slices, (slice) => obstacles(item, child, slice, context));
  return nearest === undefined
    ? ""
    : ` Nearest is the slice ${nearest.of.sliceName ?? ""}, but for its ${nearest.found.join(" and its ")}.`;
}

/** Those that something keeps apart, by how much it is. */
function byObstacles<T>(all: readonly T[], find: (of: T) => readonly string[]) {
  return all
    .map((of) => ({ of, found: find(of) }))
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => a.found.length - b.found.length);
}

function reportClosed(child: ElementNode, item: PlacedItem["item"], at: string, context: CheckContext): void {
  const names = child.slices.map(({ sliceName }) => sliceName).join(", ");
  const hint = nearestSlice(child, item, context);
  const message = `${at} was expected to be one of the slices ${names}, found none that fits.${hint}`;
  context.report(profileIssue("structure", "slice-closed", message, at, "slicing.rules"));
}

function reportOrder(at: string, words: string, { report }: CheckContext): void {
  report(
    profileIssue("structure", "slice-order", `${at} was expected ${words}, found it elsewhere.`, at, "slicing.ordered"),
  );
}
