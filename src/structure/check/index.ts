/**
 * The checks of profiles, one file each: an occurrence of an element in, issues out.
 *
 * Ruled by https://hl7.org/fhir/R4/elementdefinition.html. Counts, shapes and slices are the walk's.
 */
import type { Check } from "../check-context.ts";
import { checkAttachment } from "./attachment.ts";
import { checkBinding } from "./binding.ts";
import { checkBounds, checkLength } from "./bounds.ts";
import { checkFixed, checkPattern } from "./fixed.ts";
import { checkInvariants } from "./invariant.ts";
import { checkReference } from "./reference.ts";

/** The checks of one occurrence of an element, in the order in which they run. */
export const CHECKS: readonly Check[] = [
  checkFixed,
  checkPattern,
  checkBounds,
  checkLength,
  checkBinding,
  checkReference,
  checkAttachment,
  checkInvariants,
];
