/**
 * The transforms of the mapping language that can be compiled, by name.
 *
 * Each takes its call and gives a value or an object for the target. https://hl7.org/fhir/R4/valueset-map-transform.html
 */
import { append } from "./append.ts";
import { cast } from "./cast.ts";
import { c, cc } from "./concept.ts";
import { cp } from "./contact-point.ts";
import { copy } from "./copy.ts";
import { create } from "./create.ts";
import { escape } from "./escape.ts";
import { evaluate } from "./evaluate.ts";
import { id } from "./identifier.ts";
import { qty } from "./quantity.ts";
import { pointer, reference } from "./reference.ts";
import type { EmitTransform } from "./transform.ts";
import { translate } from "./translate.ts";
import { truncate } from "./truncate.ts";
import { uuid } from "./uuid.ts";

export const transforms: ReadonlyMap<string, EmitTransform> = new Map(
  Object.entries({
    create,
    copy,
    append,
    truncate,
    escape,
    cast,
    translate,
    reference,
    pointer,
    uuid,
    evaluate,
    cc,
    c,
    qty,
    id,
    cp,
  }),
);
