import { code, join, lines, member, name, nothing, type Code } from "../../codegen/index.ts";
import { eachItem } from "./each-item.ts";
import { isBare, type ElementNode } from "../tree/element-node.ts";
import { emitChoice } from "./choice.ts";
import { conditionBlock } from "./condition.ts";
import {
  elementsOf,
  presenceOf,
  propertiesOf,
  valueBlock,
  type Element,
  type ElementCode,
  type PropertyCase,
} from "./element.ts";
import type { Emission, Part, ValueSite } from "./emission.ts";
import { emitExtensions } from "./extensions.ts";
import { emitInnerResource } from "./inner-resource.ts";
import { isSameNode } from "../tree/same-node.ts";
import { createLocals, readFromSelf, type Locals } from "./locals.ts";
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
  const locals = part.base === undefined ? createLocals(names) : readFromSelf(names);
  const elements = elementsOf(part);
  const invariants = emitInvariants(part, elements, locals, { ...emission, names });
  const written = elements.map((element) => emitBeyond(element, part, locals, { ...emission, names }));
  const cases = usualFirst(
    elements.flatMap((element, at) => (written[at]?.cases ?? []).map((one) => ({ element, ...one }))),
  );
  const endings = [...written.flatMap((one) => one.endings), ...invariants];
  return code`const ${check} = (self, scope) => {
  ${lines([
    locals.declaration(),
    part.base === undefined
      ? emitPass(cases, elements, isResource(part, emission))
      : lines(cases.filter(({ block }) => block.text !== "").map(emitLookUp)),
    ...endings,
    code`return true;`,
  ])}
};`;
}

/** Writes the pass over an object's properties, each of which must be one that is known. */
function emitPass(cases: readonly PropertyCase[], elements: readonly Element[], isResource: boolean): Code {
  // An object with a required element is not empty.
  const isRequired = elements.some(({ child, types }) => (child.definition.min ?? 0) > 0 && types.length > 0);
  return lines([
    isRequired ? nothing : code`let isEmpty = true;`,
    code`for (const key in self) {
  ${lines([
    code`const part = self[key];`,
    isRequired ? nothing : code`isEmpty = false;`,
    code`switch (key) {
  ${lines([
    isResource ? code`case "resourceType": break;` : nothing,
    ...cases.map(
      ({ property, block }) => code`case ${property}:
  ${lines([block, code`break;`])}`,
    ),
    code`default: return false;`,
  ])}
}`,
  ])}
}`,
    isRequired ? nothing : code`if (isEmpty) return false;`,
  ]);
}

/** Writes how one property is looked at, of an object whose properties have all been passed over. */
function emitLookUp({ property, block }: PropertyCase): Code {
  return code`{
  ${lines([
    code`const part = ${member(name("self"), property)};`,
    code`if (part !== undefined) {
  ${block}
}`,
  ])}
}`;
}

/** Names that few objects have, whatever their type. */
const SELDOM: ReadonlySet<string> = new Set([
  "id",
  "extension",
  "modifierExtension",
  "implicitRules",
  "language",
  "text",
  "contained",
]);

/**
 * Brings what a profile asks for before what it merely allows, and what is seldom met to the end, since an object's name is
 * compared with one after the other.
 */
function usualFirst(cases: readonly (PropertyCase & { readonly element: Element })[]): readonly PropertyCase[] {
  const rank = ({ property, element: { child } }: (typeof cases)[number]): number => {
    if (property.startsWith("_")) return 3;
    if ((child.definition.min ?? 0) > 0 || child.definition.mustSupport === true) return 0;
    return SELDOM.has(child.name) ? 2 : 1;
  };
  return cases.toSorted((one, other) => rank(one) - rank(other));
}

function isResource({ source, type }: Part, { definitions }: Emission): boolean {
  return definitions.tree(type)?.kind === "resource" && !source.path.includes(".");
}

/** Writes what is to be asked of an element: all, or where the object keeps something already, what is more than that. */
function emitBeyond(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const known = part.base?.children?.get(element.child.name);
  if (known === undefined) return emitElement(element, part, locals, emission);
  if (isSameNode(element.child, known)) return { cases: [], endings: [] };
  const own = new Set(element.types.map(({ property }) => property));
  const forbidden = propertiesOf(known).filter(({ property }) => !own.has(property));
  const { cases, endings } = emitElement(element, part, locals, emission);
  return { endings, cases: [...cases, ...forbidden.map(({ property }) => ({ property, block: code`return false;` }))] };
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
  const isElementId = property === "id" && part.base === undefined && !isResource(part, emission);
  const endings = [
    (child.definition.min ?? 0) > 0 ? code`if (!${presenceOf(element, locals)}) return false;` : nothing,
    child.slices.length > 0 ? code`if (${presenceOf(element, locals)}) return false;` : nothing,
  ];
  const sidecar = `_${property}`;
  return {
    cases: [
      {
        property,
        block: lines([
          valueBlock(code`part`, child, type, conditions, emission),
          isElementId ? code`scope.hasElementIds = true;` : nothing,
          locals.keep(property),
        ]),
      },
      ...(isPrimitiveType(type) && !isBare(child)
        ? [{ property: sidecar, block: lines([moreOfSidecar(child, part, emission), locals.keep(sidecar)]) }]
        : []),
    ],
    endings,
  };
}

/** The id and extensions of a primitive, where its definition says no more of them than Element does. */
export function sidecarBlock(child: ElementNode, { dataType }: Emission): Code {
  const isPlain = child.children === undefined && (child.definition.constraint ?? []).length <= 1;
  return isPlain ? conditionBlock([code`${dataType("Element")}(part, scope)`]) : code`return false;`;
}

/** The same, where the object is known to keep something already. */
function moreOfSidecar(child: ElementNode, { base }: Part, emission: Emission): Code {
  const known = base?.children?.get(child.name);
  const block = sidecarBlock(child, emission);
  return known !== undefined && sidecarBlock(known, emission).text === block.text ? nothing : block;
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
      {
        property,
        block: lines([
          code`if (!Array.isArray(part) || part.length === 0) return false;`,
          conditions.length > 0
            ? eachItem(code`part`, valueBlock(code`item`, child, type, conditions, emission))
            : nothing,
          locals.keep(property),
        ]),
      },
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
