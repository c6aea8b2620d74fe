/**
 * The only way from text to code.
 *
 * In: templates with values; out: JavaScript as `Code`, and module files. Every value that a template holds is quoted, and
 * a plain string where code is expected does not compile, so nothing that a map, a profile or a view says can become code.
 * Same parts, same bytes. What the code means is left to the compilers.
 */
export {
  code,
  comment,
  headOf,
  isCode,
  join,
  key,
  lines,
  literal,
  member,
  name,
  nothing,
  sum,
  template,
  withoutHead,
} from "./code.ts";
export type { Code, Embeddable } from "./code.ts";
export { createNames } from "./names.ts";
export type { Names } from "./names.ts";
export { moduleText, writeModule } from "./write-module.ts";
export type { ModuleParts } from "./write-module.ts";
