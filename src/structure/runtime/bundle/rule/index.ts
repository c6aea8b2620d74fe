/**
 * The rules between the parts of a Bundle, in the order in which they run; each is a file.
 *
 * In: a Bundle as `viewBundle` reads it. Out: findings. Ruled by https://hl7.org/fhir/R4/bundle.html; what
 * holds of one element alone is its StructureDefinition's.
 */
import type { BundleRule } from "../bundle-view.ts";
import { documentRule } from "./document.ts";
import { fullUrlRule } from "./full-url.ts";
import { linkRule } from "./link.ts";
import { messageRule } from "./message.ts";
import { partsRule } from "./parts.ts";
import { requestRule } from "./request.ts";
import { responseRule } from "./response.ts";
import { searchsetRule } from "./searchset.ts";

export const BUNDLE_RULES: readonly BundleRule[] = [
  linkRule,
  fullUrlRule,
  partsRule,
  requestRule,
  responseRule,
  searchsetRule,
  documentRule,
  messageRule,
];
