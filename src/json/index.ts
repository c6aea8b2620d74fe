/**
 * JSON out: a tree of plain values comes in, the text that JSON.stringify gives for it goes out, sooner. Compiled maps
 * say which of their values are constants, and the mapping which of its bundles are plain. https://tc39.es/ecma262/#sec-json.stringify
 *
 * What a document means, and reading it, are left to `case` and `fhir`.
 */
export { canonicalHash } from "./canonical-hash.ts";
export { copyJson } from "./copy-json.ts";
export { declareConstant, isConstant, isPlain, printJson, promisePlain } from "./print-json.ts";
