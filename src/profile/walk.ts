import type { Extension } from "@medplum/fhirtypes";
import { elementPath } from "../fhir/index.ts";
import { profileIssue, type CheckContext } from "./check-context.ts";
import { checkCount, checkValue } from "./element-checks.ts";
import { findProperty } from "./element-tree.ts";
import type { ElementNode, ElementTree } from "./element-tree.ts";
import { matchesSlice } from "./match-slice.ts";
import { canonicalOfType } from "./structure-set.ts";

/** Where the walk stands: in which tree, and how deep in types that contain themselves. */
interface Standing {
  readonly tree: ElementTree;
  readonly context: CheckContext;
}

/** Checks a resource or data type value against a whole tree, the root's own rules first. */
export function walkTree(tree: ElementTree, value: unknown, path: string, context: CheckContext): void {
  checkValue(tree.root, value, tree.type, path, context);
  walkChildren(tree.root, value, path, { tree, context });
}

function walkChildren(node: ElementNode, value: unknown, path: string, standing: Standing): void {
  if (typeof value !== "object" || value === null) return;
  const parent = value as Record<string, unknown>;
  for (const child of node.children.values()) walkElement(child, parent, path, standing);
}

function walkElement(node: ElementNode, parent: Record<string, unknown>, path: string, standing: Standing): void {
  const found = findProperty(parent, node);
  const name = node.name.replace("[x]", "");
  const values = found === undefined ? [] : Array.isArray(found.value) ? (found.value as unknown[]) : [found.value];
  checkCount(node, values.length, elementPath(path, name), standing.context);
  let undecidedCount = 0;
  const sliceCounts = node.slices.map(() => 0);
  values.forEach((value, index) => {
    const type = found?.type ?? "Element";
    const place = elementPath(path, name, Array.isArray(found?.value) ? index : undefined);
    walkValue(node, value, type, place, standing);
    const verdicts = node.slices.map((slice) =>
      matchesSlice(value, type, node, slice, standing.context.structures.valueSets),
    );
    const isUndecided = verdicts.includes(undefined);
    if (isUndecided) undecidedCount++;
    const at = verdicts.indexOf(true);
    const slice = node.slices[at];
    if (slice) {
      sliceCounts[at] = (sliceCounts[at] ?? 0) + 1;
      walkValue(slice, value, type, place, standing);
    } else if (node.definition.slicing?.rules === "closed" && !isUndecided && node.slices.length > 0) {
      const message = `${place} was expected to be one of the slices of its profile, found none that fits.`;
      standing.context.report(profileIssue("structure", "slice-closed", message, place, "slicing.rules"));
    }
  });
  if (undecidedCount > 0) return;
  node.slices.forEach((slice, at) => {
    checkCount(slice, sliceCounts[at] ?? 0, elementPath(path, name), standing.context);
  });
}

function walkValue(node: ElementNode, value: unknown, type: string, path: string, standing: Standing): void {
  if (value === null) return;
  const { tree, context } = standing;
  const inline = node.children.size > 0;
  checkValue(node, value, inline && isBackbone(type) ? backboneName(node) : type, path, context);
  if (isResource(value)) return;
  if (inline) walkChildren(node, value, path, standing);
  else if (node.definition.contentReference !== undefined) {
    const target = tree.byId.get(node.definition.contentReference.replace(/^.*#/, ""));
    if (target) walkChildren(target, value, path, standing);
  } else if (node.definition.sliceName === undefined) walkType(type, value, path, context);
  for (const canonical of profilesOf(node, type, value)) {
    const profile = context.structures.tree(canonical);
    if (profile?.type === type) walkTree(profile, value, path, context);
  }
}

/** Resources inside resources (contained, entries) are checked by themselves, by whoever lists them. */
function isResource(value: unknown): boolean {
  return typeof value === "object" && value !== null && "resourceType" in value;
}

/** Primitives have no tree worth walking; their lexical rules are checked with the structure. */
function walkType(type: string, value: unknown, path: string, context: CheckContext): void {
  if (/^[a-z]/.test(type)) return;
  const tree = context.structures.tree(canonicalOfType(type));
  if (tree) walkTree(tree, value, path, context);
}

/** The profiles of a data type that hold for a value: those named here and an extension's own. */
function profilesOf(node: ElementNode, type: string, value: unknown): readonly string[] {
  const named = (node.definition.type ?? []).flatMap(({ code, profile }) =>
    code === type && /^[A-Z]/.test(type) ? (profile ?? []) : [],
  );
  const url = type === "Extension" ? (value as Partial<Extension>).url : undefined;
  return [...new Set(typeof url === "string" ? [...named, url] : named)];
}

function isBackbone(type: string): boolean {
  return type === "BackboneElement" || type === "Element";
}

function backboneName({ definition }: ElementNode): string {
  return definition.path
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
