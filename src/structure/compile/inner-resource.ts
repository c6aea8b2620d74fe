import { code, join, literal, nothing } from "../../codegen/index.ts";
import type { Element, ElementCode } from "./element.ts";
import type { Emission } from "./emission.ts";
import type { Locals } from "./locals.ts";

/**
 * Writes an element that holds a resource: contained ones, those of entries and parameters.
 *
 * @param isAsked the resource keeps all that its own type and profiles say, and only which type it has is in question
 */
export function emitInnerResource(
  { child, isList, types }: Element,
  locals: Locals,
  { use, constant, definitions }: Emission,
  isAsked: boolean,
): ElementCode {
  const [first] = types;
  if (first === undefined) return { cases: [], endings: [] };
  const { property } = first;
  const allowed = (child.definition.type ?? []).map(({ code: type, profile = [] }) => ({ type, profiles: profile }));
  const isAny = allowed.every(({ type, profiles }) => type === "Resource" && profiles.length === 0);
  const isByType = allowed.every(
    ({ type, profiles }) => profiles.length === 0 && definitions.tree(type)?.isAbstract === false,
  );
  if (isAsked && isByType && !isList) {
    const local = locals.property(property);
    const tests = allowed.map(({ type }) => code`${local}.resourceType === ${type}`);
    const isMissing = code`${local} === undefined`;
    const isRequired = (child.definition.min ?? 0) > 0;
    return {
      cases: [{ property, block: locals.keep(property) }],
      endings: [
        isRequired
          ? code`if (${isMissing} || !(${join(tests, " || ")})) return false;`
          : code`if (!(${join([isMissing, ...tests], " || ")})) return false;`,
      ],
    };
  }
  const wanted = isAny ? code`undefined` : constant("allowed", literal(allowed));
  const local = locals.property(property);
  const { min = 0, max = "*" } = child.definition;
  const keep = { property, block: locals.keep(property) };
  if (!isList) {
    const test = code`${use("isCleanInner")}(${local}, ${wanted}, scope) !== true`;
    return {
      cases: [keep],
      endings: [
        min > 0
          ? code`if (${local} === undefined || ${test}) return false;`
          : code`if (${local} !== undefined && ${test}) return false;`,
      ],
    };
  }
  return {
    cases: [keep],
    endings: [
      min > 0 ? code`if (${local} === undefined || ${local}.length < ${min}) return false;` : nothing,
      code`if (${local} !== undefined && !${use("areCleanContained")}(${local}, ${max === "*" ? 1e9 : Number(max)}, ${wanted}, scope)) return false;`,
    ],
  };
}
