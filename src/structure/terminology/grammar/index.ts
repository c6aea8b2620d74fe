/**
 * Code systems that are no lists: media types, language tags, currencies, units.
 *
 * In: a code. Out: whether it has the form that the system's standard gives its codes, as a CodeSystem beside the listed
 * ones. Whether a well-formed code is registered is left open. https://hl7.org/fhir/R4/terminologies-systems.html
 */
import type { CodeSystem } from "../code-system.ts";
import type { Units } from "../unit/index.ts";
import { isLanguageTag } from "./language-tag.ts";
import { isMediaType } from "./mime-type.ts";

/** The code systems that a rule decides. */
export function createGrammars(units: Units): readonly CodeSystem[] {
  return [
    ruled("urn:ietf:bcp:13", "a media type such as text/plain (BCP 13)", isMediaType),
    ruled("urn:ietf:bcp:47", "a language tag such as de or en-US (BCP 47)", isLanguageTag),
    // ISO 4217 has no list here: three capitals may be a currency, anything else is none.
    ruled("urn:iso:std:iso:4217", "three capital letters (ISO 4217)", (code) =>
      /^[A-Z]{3}$/.test(code) ? undefined : false,
    ),
    ruled("http://unitsofmeasure.org", "a unit of UCUM, case-sensitive", units.isUnit),
  ];
}

function ruled(url: string, form: string, has: CodeSystem["has"]): CodeSystem {
  return { url, version: undefined, language: undefined, has, find: () => undefined, form };
}
