import { code, join, lines, nothing, type Code } from "../../codegen/index.ts";
import { eachItem } from "./each-item.ts";
import { isBare, type ElementNode } from "../tree/element-node.ts";
import { emitChoice } from "./choice.ts";
import { elementsOf, presenceOf, propertiesOf, valueBlock, type Element, type ElementCode } from "./element.ts";
import type { Emission, Part, ValueSite } from "./emission.ts";
import { emitExtensions } from "./extensions.ts";
import { emitInnerResource } from "./inner-resource.ts";
import { isSameNode } from "../tree/same-node.ts";
import { createLocals, type Locals } from "./locals.ts";
import { emitSlices } from "./slices.ts";
import { isInnerResource, moreConditions, valueConditions } from "./value-check.ts";
import { constraintsOf, invariantTest, isPrimitiveType } from "./rule/index.ts";

/**
 * Writes the check of an object: one pass over its properties, each by its own case, then what holds between them.
 *
 * The check is true only where `walk.ts` has no issue of any severity; false may also mean that only the walk can tell.
 */
export function writeObjectCheck(check: Code, part: Part, emission: Emission): Code {
  const names = emission.names.inner();
  for (const reserved of ["self", "scope", "key", "part", "item", "at", "isEmpty"]) names.fresh(reserved);
  const locals = createLocals(names);
  const elements = elementsOf(part);
  const invariants = emitInvariants(part, elements, locals, { ...emission, names });
  const written = elements.map((element) => emitBeyond(element, part, locals, { ...emission, names }));
  const cases = written.flatMap((one) => one.cases);
  const endings = [...written.flatMap((one) => one.endings), ...invariants];
  // An object with a required element is not empty.
  const isRequired =
    part.base !== undefined || elements.some(({ child, types }) => (child.definition.min ?? 0) > 0 && types.length > 0);
  return code`function ${check}(self, scope) {
  ${lines([
    locals.declaration(),
    isRequired ? nothing : code`let isEmpty = true;`,
    code`for (const key in self) {
  ${lines([
    code`const part = self[key];`,
    isRequired ? nothing : code`isEmpty = false;`,
    code`switch (key) {
  ${lines([
    isResource(part, emission) ? code`case "resourceType": break;` : nothing,
    ...cases,
    part.base === undefined ? code`default: return false;` : nothing,
  ])}
}`,
  ])}
}`,
    isRequired ? nothing : code`if (isEmpty) return false;`,
    ...endings,
    code`return true;`,
  ])}
}`;
}

function isResource({ source, type }: Part, { definitions }: Emission): boolean {
  return definitions.tree(type)?.kind === "resource" && !source.path.includes(".");
}

/** Writes what is to be asked of an element: all, or where the object keeps something already, what is more than that. */
function emitBeyond(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const known = part.base?.children?.get(element.child.name);
  if (known === undefined) return emitElement(element, part, locals, emission);
  if (isSameNode(element.child, known)) {
    const cases = element.types.map(({ property }) => ({ property, keep: locals.keep(property) }));
    return {
      endings: [],
      cases: cases.flatMap(({ property, keep }) => (keep.text === "" ? [] : [code`case ${property}: ${keep} break;`])),
    };
  }
  const own = new Set(element.types.map(({ property }) => property));
  const forbidden = propertiesOf(known).filter(({ property }) => !own.has(property));
  const { cases, endings } = emitElement(element, part, locals, emission);
  return { endings, cases: [...cases, ...forbidden.map(({ property }) => code`case ${property}: return false;`)] };
}

function emitElement(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const [first] = types;
  // Whatever is not allowed meets no case and so the default.
  if (first === undefined) return { cases: [], endings: [] };
  if (child.isChoice) return emitChoice(element, part, locals, emission);
  if (first.type === "Extension") return emitExtensions(element, part, locals, emission);
  // What the object keeps already has asked the resource for its own type and profiles.
  const isAsked = part.base?.children?.has(child.name) === true;
  if (isInnerResource(first.type, emission)) return emitInnerResource(element, locals, emission, isAsked);
  return element.isList ? emitList(element, part, locals, emission) : emitSingle(element, part, locals, emission);
}

function beyond(site: ValueSite, emission: Emission): readonly Code[] {
  const base = site.around.base?.children?.get(site.node.name);
  return base === undefined ? valueConditions(site, emission) : moreConditions({ ...site, base }, emission);
}

function emitSingle(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const [first] = types;
  if (first === undefined) return { cases: [], endings: [] };
  const { property, type } = first;
  const conditions = beyond({ node: child, type, value: code`part`, around: part }, emission);
  const isElementId = property === "id" && !isResource(part, emission);
  const endings = [
    (child.definition.min ?? 0) > 0 ? code`if (!${presenceOf(element, locals)}) return false;` : nothing,
    child.slices.length > 0 ? code`if (${presenceOf(element, locals)}) return false;` : nothing,
  ];
  const sidecar = `_${property}`;
  return {
    cases: [
      code`case ${property}:
  ${lines([valueBlock(code`part`, type, conditions, emission), isElementId ? code`scope.hasElementIds = true;` : nothing, locals.keep(property)])}
  break;`,
      isPrimitiveType(type) && !isBare(child)
        ? code`case ${sidecar}:
  ${lines([sidecarBlock(child, emission), locals.keep(sidecar)])}
  break;`
        : nothing,
    ],
    endings,
  };
}

/** The id and extensions of a primitive, where its definition says no more of them than Element does. */
export function sidecarBlock(child: ElementNode, { dataType }: Emission): Code {
  const isPlain = child.children === undefined && (child.definition.constraint ?? []).length <= 1;
  return isPlain ? code`if (!${dataType("Element")}(part, scope)) return false;` : code`return false;`;
}

function emitList(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const [first] = types;
  if (first === undefined) return { cases: [], endings: [] };
  const { property, type } = first;
  const { min = 0, max = "*" } = child.definition;
  const conditions = beyond({ node: child, type, value: code`item`, around: part }, emission);
  const asked = min > 0 || max !== "*" ? locals.property(property) : undefined;
  const tests = [
    ...(asked && min > 0 ? [code`${asked} === undefined`] : []),
    ...(asked && min > 1 ? [code`${asked}.length < ${min}`] : []),
    ...(asked && max !== "*"
      ? [
          min > 0
            ? code`${asked}.length > ${Number(max)}`
            : code`(${asked} !== undefined && ${asked}.length > ${Number(max)})`,
        ]
      : []),
  ];
  const slices = emitSlices(element, part, locals, emission);
  return {
    cases: [
      code`case ${property}:
  if (!Array.isArray(part) || part.length === 0) return false;
  ${lines([
    conditions.length > 0 ? eachItem(code`part`, valueBlock(code`item`, type, conditions, emission)) : nothing,
    locals.keep(property),
  ])}
  break;`,
    ],
    endings: [tests.length > 0 ? code`if (${join(tests, " || ")}) return false;` : nothing, slices],
  };
}

/** The invariants of the object, asked of what the pass has kept. */
function emitInvariants(part: Part, elements: readonly Element[], locals: Locals, emission: Emission): readonly Code[] {
  const { node, type, modelType, base } = part;
  const isBackbone = type === "BackboneElement" || type === "Element";
  const root = isBackbone ? undefined : emission.definitions.tree(type)?.root;
  const properties = new Map(elements.flatMap((one) => one.types.map(({ property }) => [property, one])));
  const byName = new Map(elements.map((element) => [element.child.name, element]));
  const place = {
    type: modelType,
    focus: code`self`,
    property: (property: string) => (properties.has(property) ? locals.property(property) : undefined),
    presence: (name: string) => {
      const element = byName.get(name);
      return element && presenceOf(element, locals);
    },
    names: emission.names,
  };
  const known = new Set(
    base ? constraintsOf(base, root).map(({ key, expression }) => `${key} ${expression ?? ""}`) : [],
  );
  const asked = constraintsOf(node, root).filter(({ key, expression }) => !known.has(`${key} ${expression ?? ""}`));
  return asked.map((constraint) => {
    const test = invariantTest(constraint, place, emission);
    return test === undefined
      ? code`return false;`
      : lines([emission.remark(constraint), code`if (!(${test})) return false;`]);
  });
}
