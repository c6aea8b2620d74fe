import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";

/** An element of a snapshot with what is below it. */
export interface ElementNode {
  /** Last part of the path, `value[x]` for a choice. */
  readonly name: string;
  readonly definition: ElementDefinition;
  readonly children: Map<string, ElementNode>;
  /** In the order of the snapshot; each holds its own children where the profile constrains them. */
  readonly slices: ElementNode[];
}

/** A snapshot as a tree. */
export interface ElementTree {
  readonly url: string;
  readonly type: string;
  readonly root: ElementNode;
  /** By element id, for content references. */
  readonly byId: ReadonlyMap<string, ElementNode>;
}

/**
 * Reads a snapshot into a tree by element ids (`Observation.component:depth.value[x]`).
 *
 * @throws when the definition has no snapshot: such a definition cannot be checked against
 * https://hl7.org/fhir/R4/elementdefinition.html#id
 */
export function readElementTree(structure: StructureDefinition): ElementTree {
  const elements = structure.snapshot?.element ?? [];
  const [first, ...rest] = elements;
  if (!first) throw new Error(`${structure.url} has no snapshot`);
  const root = toNode(first);
  const byId = new Map([[idOf(first), root]]);
  for (const definition of rest) {
    const node = toNode(definition);
    const id = idOf(definition);
    byId.set(id, node);
    const slice = /^(.*):[^.]*$/.exec(id);
    const parentId = slice?.[1] ?? id.slice(0, id.lastIndexOf("."));
    const parent = byId.get(parentId);
    if (slice) parent?.slices.push(node);
    else parent?.children.set(node.name, node);
  }
  return { url: structure.url, type: structure.type, root, byId };
}

function toNode(definition: ElementDefinition): ElementNode {
  const last = idOf(definition).split(".").at(-1) ?? "";
  return { name: last.split(":", 1)[0] ?? last, definition, children: new Map(), slices: [] };
}

function idOf({ id, path }: ElementDefinition): string {
  return id ?? path;
}

/** A value below an element: the JSON property it was found under and its FHIR type. */
export interface FoundProperty {
  readonly property: string;
  readonly type: string;
  readonly value: unknown;
}

/** Finds the property that holds an element, with the type that a choice's name tells. */
export function findProperty(parent: Readonly<Record<string, unknown>>, node: ElementNode): FoundProperty | undefined {
  const types = (node.definition.type ?? []).map(({ code }) => code);
  if (!node.name.endsWith("[x]")) {
    const value = parent[node.name] ?? parent[`_${node.name}`];
    return value === undefined ? undefined : { property: node.name, type: plainType(types[0] ?? "Element"), value };
  }
  const stem = node.name.slice(0, -3);
  for (const [property, value] of Object.entries(parent)) {
    const name = property.replace(/^_/, "");
    if (!name.startsWith(stem)) continue;
    const type = CHOICE_TYPES.get(name.slice(stem.length));
    if (type !== undefined) return { property: name, type, value };
  }
  return undefined;
}

/** System types stand for the primitives that carry no extensions, such as Element.id. */
export function plainType(code: string): string {
  return code.startsWith("http://hl7.org/fhirpath/System.") ? "string" : code;
}

/** The types of R4 that a choice may take, https://hl7.org/fhir/R4/datatypes.html#open */
const CHOICE_TYPES = new Map(
  (
    "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time " +
    "unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance " +
    "Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing " +
    "ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition " +
    "UsageContext Dosage Meta"
  )
    .split(" ")
    .map((type) => [type.charAt(0).toUpperCase() + type.slice(1), type]),
);
