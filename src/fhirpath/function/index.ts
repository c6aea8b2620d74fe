/**
 * The functions of FHIRPath that can be compiled, by name; any other is refused by name where it stands.
 *
 * Each takes its call and gives JavaScript with what is known of its type. https://hl7.org/fhirpath/N1/#functions
 */
import { aggregate } from "./aggregate.ts";
import { clock } from "./clock.ts";
import { combining } from "./combining.ts";
import { conformance } from "./conformance.ts";
import { conversion } from "./conversion.ts";
import { existence } from "./existence.ts";
import type { EmitFunction } from "./function.ts";
import { math } from "./math.ts";
import { navigation } from "./navigation.ts";
import { selection } from "./selection.ts";
import { string } from "./string.ts";
import { type } from "./type.ts";

export const functions: ReadonlyMap<string, EmitFunction> = new Map(
  Object.entries({
    ...existence,
    ...selection,
    ...type,
    ...combining,
    ...navigation,
    ...conformance,
    ...string,
    ...math,
    ...conversion,
    ...aggregate,
    ...clock,
  }),
);
