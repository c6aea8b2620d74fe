/**
 * What a definition says of one value, one rule a file: a value's site in, the conditions that a value without any issue meets out.
 *
 * Each writes what the file of that name in `check/` tells in words.
 * https://hl7.org/fhir/R4/elementdefinition.html
 */
export { attachmentRule } from "./attachment.ts";
export { bindingRule } from "./binding.ts";
export { boundsRule } from "./bounds.ts";
export { fixedRule, fixedTest, patternTest, someItem } from "./fixed.ts";
export { constraintsOf, extraConstraints, invariantTest } from "./invariant.ts";
export { isPrimitiveType, primitiveRule } from "./primitive.ts";
export { profileRule } from "./profile.ts";
export { referenceRule } from "./reference.ts";
