import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";
import {
  choiceProperty,
  copyNode,
  createNode,
  referencedPath,
  typeCode,
  type ElementNode,
  type StructureTree,
} from "./element-node.ts";

/** Finds a structure by its canonical or the name of its type. */
export type FindTree = (url: string) => StructureTree | undefined;

/**
 * Makes the tree of a StructureDefinition: of its snapshot, or where it has none of its base with the differential laid over.
 * https://hl7.org/fhir/R4/profiling.html#snapshot
 *
 * @returns undefined where there is neither a snapshot nor a base that is known
 */
export function buildTree(structure: StructureDefinition, find: FindTree): StructureTree | undefined {
  const elements = structure.snapshot?.element ?? [];
  const root = elements.length > 0 ? fromSnapshot(elements) : fromDifferential(structure, find);
  if (root === undefined) return undefined;
  return {
    url: structure.url,
    name: structure.name,
    type: structure.type,
    kind: structure.kind,
    isProfile: structure.url !== `http://hl7.org/fhir/StructureDefinition/${structure.type}`,
    isAbstract: structure.abstract,
    ...(structure.baseDefinition !== undefined && { baseDefinition: structure.baseDefinition }),
    root,
  };
}

function fromSnapshot([first, ...rest]: readonly ElementDefinition[]): ElementNode | undefined {
  if (first === undefined) return undefined;
  const root = createNode(first.path, first);
  for (const element of rest) place(root, element, (node, name) => addChild(node, name, element));
  return root;
}

function fromDifferential(structure: StructureDefinition, find: FindTree): ElementNode | undefined {
  const base = structure.baseDefinition === undefined ? undefined : find(structure.baseDefinition);
  if (base === undefined) return undefined;
  const root = copyNode(base.root);
  for (const element of structure.differential?.element ?? []) {
    if (!element.path.includes(".")) root.definition = merged(root.definition, element);
    // What no type has is passed over: a profile cannot add elements.
    else place(root, element, (node, name) => childOf(node, name, structure.type, find));
  }
  return root;
}

/** Finds the node that an element means, by its id or by its path and slice, and lays the element over it. */
function place(
  root: ElementNode,
  element: ElementDefinition,
  child: (node: ElementNode, name: string) => ElementNode | undefined,
): void {
  let node = root;
  for (const step of stepsOf(element)) {
    const [name = "", slice] = step.split(":");
    const found = child(node, name);
    if (found === undefined) return;
    const typed = found.isChoice && !name.endsWith("[x]") && found.name !== name ? name : undefined;
    const sliceName = slice ?? typed;
    node = sliceName === undefined ? found : sliceOf(found, sliceName, typed);
  }
  node.definition = merged(node.definition, element);
}

function stepsOf({ id, path, sliceName }: ElementDefinition): readonly string[] {
  if (id?.includes(".") === true) return id.split(".").slice(1);
  const steps = path.split(".").slice(1);
  return sliceName === undefined ? steps : [...steps.slice(0, -1), `${steps.at(-1) ?? ""}:${sliceName}`];
}

function addChild(node: ElementNode, name: string, element: ElementDefinition): ElementNode {
  node.children ??= new Map();
  const plain = name.replace("[x]", "");
  const known = node.children.get(plain) ?? choiceOf(node.children, plain);
  if (known) return known;
  const made = createNode(`${node.path}.${name}`, { ...element, path: `${node.path}.${name}` });
  node.children.set(plain, made);
  return made;
}

/** A child that the node has, or that its type gives it. */
function childOf(node: ElementNode, name: string, type: string, find: FindTree): ElementNode | undefined {
  node.children ??= expanded(node, type, find);
  const plain = name.replace("[x]", "");
  return node.children?.get(plain) ?? choiceOf(node.children ?? new Map<string, ElementNode>(), plain);
}

/** `valueQuantity` is a type of the choice `value[x]`. */
function choiceOf(children: ReadonlyMap<string, ElementNode>, name: string): ElementNode | undefined {
  return [...children.values()].find(
    (child) =>
      child.isChoice &&
      (child.definition.type ?? []).some((type) => choiceProperty(child.name, typeCode(type)) === name),
  );
}

/** The elements of the node's type; those of a content reference are R4's own, without what a profile says of them. */
function expanded(node: ElementNode, type: string, find: FindTree): Map<string, ElementNode> | undefined {
  const referenced = node.definition.contentReference;
  const base = referenced === undefined ? undefined : find(type)?.root;
  const source = referenced !== undefined && base ? nodeAt(base, referencedPath(referenced)) : typeOf(node, find)?.root;
  const children = source?.children;
  return children && new Map([...children].map(([key, child]) => [key, copyNode(child)]));
}

/** The one type of an element; of several nothing can be said together. */
function typeOf({ definition }: ElementNode, find: FindTree): StructureTree | undefined {
  const [type, ...others] = definition.type ?? [];
  if (type === undefined || others.length > 0) return undefined;
  return find(type.profile?.[0] ?? typeCode(type)) ?? find(typeCode(type));
}

/** The node that a content reference names: `Bundle.link`. */
export function nodeAt(root: ElementNode, id: string): ElementNode | undefined {
  return id
    .split(".")
    .slice(1)
    .reduce<ElementNode | undefined>((node, name) => node?.children?.get(name.replace("[x]", "")), root);
}

/** The slice of a name, made from the element when it is new; it is optional until it says otherwise. */
function sliceOf(node: ElementNode, sliceName: string, typed: string | undefined): ElementNode {
  const known = node.slices.find((slice) => slice.sliceName === sliceName);
  if (known) return known;
  const around = node.slices.find((slice) => sliceName.startsWith(`${slice.sliceName ?? ""}/`));
  const copy = copyNode({ ...(around ?? node), slices: [] }, sliceName);
  const type = (node.definition.type ?? []).filter((one) => choiceProperty(node.name, typeCode(one)) === typed);
  const { slicing: _, ...definition } = copy.definition;
  copy.definition = { ...definition, min: 0, ...(type.length > 0 && { type }) };
  node.slices.push(copy);
  return copy;
}

/** An element with what another says of it on top. */
function merged(before: ElementDefinition, over: ElementDefinition): ElementDefinition {
  const constraint = [...(before.constraint ?? []), ...(over.constraint ?? [])];
  const unique = new Map(constraint.map((one) => [one.key, one]));
  const { path: _, id: __, ...rest } = over;
  return { ...before, ...rest, ...(unique.size > 0 && { constraint: [...unique.values()] }) };
}
