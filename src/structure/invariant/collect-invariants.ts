import type { Definitions } from "../definitions.ts";
import { referencedPath, typeCode, type ElementNode, type StructureTree } from "../tree/element-node.ts";
import type { InvariantSource } from "./emit-invariants.ts";

/** Lists the invariants of a structure with the types of the elements that they are asked of. */
export function collectInvariants(tree: StructureTree, definitions: Definitions): readonly InvariantSource[] {
  const found: InvariantSource[] = [];
  const visit = (node: ElementNode, path: string): void => {
    const types = typesOf(node, path, tree, definitions);
    for (const { expression } of node.definition.constraint ?? []) {
      if (expression === undefined) continue;
      for (const type of types) found.push({ expression, type, otherTypes: types.filter((other) => other !== type) });
    }
    for (const slice of node.slices) visit(slice, path);
    const below = types.length === 1 ? (types[0] ?? path) : path;
    for (const child of node.children?.values() ?? []) visit(child, `${below}.${child.name}`);
  };
  visit(tree.root, tree.type);
  return found;
}

/** Names of types as the model has them: a backbone element's is its path from the type that holds it. */
function typesOf(node: ElementNode, path: string, tree: StructureTree, definitions: Definitions): readonly string[] {
  if (node === tree.root) return [tree.type];
  const { contentReference } = node.definition;
  if (contentReference !== undefined) return [referencedPath(contentReference)];
  const types = (node.definition.type ?? []).map(typeCode);
  return types.flatMap((type) => {
    if (type === "BackboneElement" || type === "Element") return [path];
    return definitions.tree(type) === undefined ? [] : [type];
  });
}
