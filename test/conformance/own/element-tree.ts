import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";

/** An element of a snapshot with what stands below it; a slice is a node beside its element. */
export interface ElementNode {
  readonly id: string;
  /** JSON name without `[x]`. */
  readonly name: string;
  readonly isChoice: boolean;
  readonly definition: ElementDefinition;
  readonly children: ElementNode[];
  readonly slices: ElementNode[];
  /** The element that this node is a slice of. */
  readonly sliced: ElementNode | undefined;
  readonly min: number;
  /** Infinity for `*`. */
  readonly max: number;
  /** Whether JSON has a list here: the base element repeats, whatever a profile allows. */
  readonly isList: boolean;
  /** FHIR types; primitives of the specification's own kind are called by their FHIR name. */
  readonly types: readonly string[];
}

export interface ElementTree {
  readonly type: string;
  readonly root: ElementNode;
}

/** Reads a snapshot: ids say what is below what (`Observation.component:side.value[x]`). */
export function readElementTree(structure: StructureDefinition): ElementTree {
  const nodes = new Map<string, ElementNode>();
  let root: ElementNode | undefined;
  for (const definition of structure.snapshot?.element ?? []) {
    const id = definition.id ?? definition.path;
    const cut = id.lastIndexOf(".");
    const [last = "", slice] = id.slice(cut + 1).split(":", 2);
    const parent = nodes.get(id.slice(0, Math.max(cut, 0)));
    const sliced = slice === undefined ? undefined : nodes.get(`${cut < 0 ? "" : id.slice(0, cut + 1)}${last}`);
    const node = toNode(definition, id, last, sliced);
    nodes.set(id, node);
    root ??= node;
    if (sliced) sliced.slices.push(node);
    else parent?.children.push(node);
  }
  if (!root) throw new Error(`${structure.url} has no snapshot.`);
  return { type: structure.type, root };
}

function toNode(definition: ElementDefinition, id: string, last: string, sliced: ElementNode | undefined): ElementNode {
  return {
    id,
    name: last.replace("[x]", ""),
    isChoice: last.endsWith("[x]"),
    definition,
    children: [],
    slices: [],
    sliced,
    min: definition.min ?? 0,
    max: definition.max === "*" ? Infinity : Number(definition.max ?? "1"),
    isList: (definition.base?.max ?? definition.max) !== "1" && definition.path.includes("."),
    types: (definition.type ?? []).map(({ code }) => fhirType(code, definition)),
  };
}

/** The specification writes the types of ids and urls in FHIRPath's words. */
function fhirType(code: string, { base }: ElementDefinition): string {
  if (!code.startsWith("http://hl7.org/fhirpath/System.")) return code;
  return base?.path === "Resource.id" ? "id" : base?.path === "Extension.url" ? "uri" : "string";
}

/** The JSON property of a choice: `value` of type Quantity is `valueQuantity`. */
export function propertyName(node: ElementNode, type: string): string {
  return node.isChoice ? node.name + type.charAt(0).toUpperCase() + type.slice(1) : node.name;
}
