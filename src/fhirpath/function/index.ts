/**
 * The functions of FHIRPath that can be compiled, by name; any other is refused by name where it stands.
 *
 * Each takes its call and gives JavaScript with what is known of its type. https://hl7.org/fhirpath/N1/#functions
 */
import { conversion } from "./conversion.ts";
import { existence } from "./existence.ts";
import type { EmitFunction } from "./function.ts";
import { selection } from "./selection.ts";
import { string } from "./string.ts";

export const functions: ReadonlyMap<string, EmitFunction> = new Map(
  Object.entries({ ...existence, ...selection, ...string, ...conversion }),
);
