import type { ElementDefinition } from "@medplum/fhirtypes";

/** One element of a structure, with what its profile makes of it. */
export interface ElementNode {
  /** The path in the definition: `Observation.component.value[x]`. */
  readonly path: string;
  /** As FHIRPath says it: `value` for `value[x]`. */
  readonly name: string;
  readonly isChoice: boolean;
  readonly sliceName?: string;
  definition: ElementDefinition;
  /** The elements below, where the profile says something of them; else they are those of the type. */
  children?: Map<string, ElementNode> | undefined;
  readonly slices: ElementNode[];
}

/** A StructureDefinition as a tree. */
export interface StructureTree {
  readonly url: string;
  readonly name: string;
  /** The type that it constrains or defines: `Observation`, `Quantity`. */
  readonly type: string;
  readonly kind: "primitive-type" | "complex-type" | "resource" | "logical";
  readonly isProfile: boolean;
  readonly isAbstract: boolean;
  readonly baseDefinition?: string;
  readonly root: ElementNode;
}

/** A node with nothing below it yet. */
export function createNode(path: string, definition: ElementDefinition, sliceName?: string): ElementNode {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return {
    path,
    name: last.replace("[x]", ""),
    isChoice: last.endsWith("[x]"),
    definition,
    slices: [],
    ...(sliceName !== undefined && { sliceName }),
  };
}

/** A copy that may be changed without touching the original; definitions are shared until they are merged. */
export function copyNode(node: ElementNode, sliceName = node.sliceName): ElementNode {
  const { path, name, isChoice, definition, children, slices } = node;
  return {
    path,
    name,
    isChoice,
    definition,
    slices: slices.map((slice) => copyNode(slice)),
    ...(sliceName !== undefined && { sliceName }),
    ...(children && { children: new Map([...children].map(([key, child]) => [key, copyNode(child)])) }),
  };
}

/** Whether JSON writes the element as an array: what its base allows counts, not what a profile narrows it to. */
export function isList({ definition }: ElementNode): boolean {
  const max = definition.base?.max ?? definition.max;
  return max !== undefined && max !== "1" && max !== "0";
}

type ValuePrefix = (typeof PREFIXES)[number];

const PREFIXES = ["fixed", "pattern", "minValue", "maxValue"] as const;

// Looking for a property by its beginning takes long, and every element of every resource asks.
const valuesOf = new WeakMap<ElementDefinition, Partial<Record<ValuePrefix, unknown>>>();

/** The value of `fixed[x]`, `pattern[x]` and their kin; undefined where there is none. */
export function valueOf(definition: ElementDefinition, prefix: ValuePrefix): unknown {
  let values = valuesOf.get(definition);
  if (values === undefined) {
    values = {};
    for (const [key, value] of Object.entries(definition)) {
      const found = PREFIXES.find((one) => key.startsWith(one) && /^[A-Z]/.test(key.slice(one.length)));
      if (found !== undefined) values[found] = value as unknown;
    }
    valuesOf.set(definition, values);
  }
  return values[prefix];
}

/** The code of a type: FHIRPath's own types stand for the primitives that R4 writes so (`Element.id`). */
export function typeCode(type: { readonly code?: string; readonly extension?: readonly unknown[] }): string {
  const { code = "" } = type;
  if (!code.startsWith("http://hl7.org/fhirpath/System.")) return code;
  const extension = (type.extension ?? []) as readonly { url?: string; valueUrl?: string; valueUri?: string }[];
  const said = extension.find(({ url }) => url?.endsWith("structuredefinition-fhir-type"));
  const name = code.slice("http://hl7.org/fhirpath/System.".length);
  return said?.valueUrl ?? said?.valueUri ?? name.charAt(0).toLowerCase() + name.slice(1);
}

/** The path that a content reference names, without the slices of a profile. */
export function referencedPath(contentReference: string): string {
  return contentReference.slice(contentReference.indexOf("#") + 1).replaceAll(/:[^.]*/g, "");
}

/** Whether an element is a bare value of FHIRPath's own types, as ids and the urls of extensions are: it takes no extensions. */
export function isBare({ definition }: ElementNode): boolean {
  return definition.type?.[0]?.code.startsWith("http://hl7.org/fhirpath/") === true;
}

/** The property in JSON of a choice with a type: `valueQuantity`. */
export function choiceProperty(name: string, type: string): string {
  return name + type.charAt(0).toUpperCase() + type.slice(1);
}
