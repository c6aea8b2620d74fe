const ROOT = "KyphoplastyCase";
const INDEX = /^(?:0|[1-9]\d*)$/;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A JSON pointer to a member of what `parent` points to (RFC 6901). */
export function childPointer(parent: string, name: string | number): string {
  return typeof name === "number"
    ? `${parent}/${String(name)}`
    : `${parent}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The steps of a JSON pointer, unescaped. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * The FHIRPath expression of a place in a case, from the root of the logical model: `/levels/1/cement` gives
 * `KyphoplastyCase.levels[1].cement`. A name that is no identifier stands in backticks.
 *
 * @see http://hl7.org/fhirpath/N1/#identifiers
 */
export function pointerToPath(pointer: string): string {
  return pointerSteps(pointer).reduce((path, step) => {
    if (INDEX.test(step)) return `${path}[${step}]`;
    if (IDENTIFIER.test(step)) return `${path}.${step}`;
    return `${path}.\`${step.replace(/[`\\]/g, "\\$&")}\``;
  }, ROOT);
}
