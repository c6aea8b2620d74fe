import type { Hl7Issue } from "./hl7-validator.ts";

/** `Observation.code: minimum required = 1`, `Slice 'Observation.code.coding:own': a matching slice is required`. */
const NAMED = /^(?:Slice ')?[A-Z]\w*(?:\.[\w[\]:-]+)*?\.(?<child>\w+)(?:\[x\])?(?::[\w-]+)?(?:'|: (?:minimum|max))/;

/**
 * The elements that an issue of HL7's is about, in the form of our paths: where it stands and, of something missing or
 * too many, which stands at its parent, the child that its text names.
 */
export function elementsOf({ expression = "", text }: Hl7Issue): readonly string[] {
  const place = plainPath(expression);
  const child = NAMED.exec(text)?.groups?.["child"];
  return child === undefined ? [place] : [place, `${place}.${child}`];
}

/** Without the comment at the beginning of a resource and without what marks a choice. */
function plainPath(expression: string): string {
  return expression
    .replaceAll(/\/\*.*?\*\//g, "")
    .replaceAll(/\.ofType\(\w+\)|\[x\]/g, "")
    .replace(/\.$/, "");
}
