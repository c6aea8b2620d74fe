/**
 * The transforms of the mapping language that can be compiled, by name.
 *
 * Each takes its call and gives a value or an object for the target. https://hl7.org/fhir/R4/valueset-map-transform.html
 */
import { append } from "./append.ts";
import { cast } from "./cast.ts";
import { c, cc } from "./concept.ts";
import { copy } from "./copy.ts";
import { create } from "./create.ts";
import { evaluate } from "./evaluate.ts";
import type { EmitTransform } from "./transform.ts";
import { translate } from "./translate.ts";
import { truncate } from "./truncate.ts";

export const transforms: ReadonlyMap<string, EmitTransform> = new Map(
  Object.entries({ create, copy, append, truncate, cast, translate, evaluate, cc, c }),
);

/** All transforms that FHIR R4 knows; those not above are refused by name. */
export const allTransforms: ReadonlySet<string> = new Set([
  "create",
  "copy",
  "truncate",
  "escape",
  "cast",
  "append",
  "translate",
  "reference",
  "dateOp",
  "uuid",
  "pointer",
  "evaluate",
  "cc",
  "c",
  "qty",
  "id",
  "cp",
]);
