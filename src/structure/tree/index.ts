/**
 * StructureDefinitions as trees: a snapshot, or a differential over its base, in; nodes with children and slices out.
 *
 * Ruled by https://hl7.org/fhir/R4/profiling.html. What is checked of a node is the business of the checks.
 */
export { buildTree, nodeAt, type FindTree } from "./build-tree.ts";
export { valueOf, type ElementNode, type StructureTree } from "./element-node.ts";
export { ancestry, isSubtype } from "./subtype.ts";
