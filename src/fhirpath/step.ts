import { code, member, type Code } from "../codegen/index.ts";
import { either, mapped, presenceOf } from "./ask.ts";
import { readElement } from "./element.ts";
import { asNodes, hasSidecar, nodeList, oneOfParts } from "./items.ts";
import { propertyOf, type ElementModel, type TypeModel } from "./model.ts";
import { empty, list, value, type Context, type Operand } from "./operand.ts";
import { ExpressionFault } from "./tree.ts";

/** `.field` on any operand. */
export function emitStep(input: Operand, field: string, context: Context, at: number): Operand {
  if (input === empty) return empty;
  const { scope } = context;
  if (scope !== undefined && input.choice !== undefined) return stepFromChoice(input, field, context, at);
  if (scope !== undefined && input.form === "nodes") return stepFromNodes(input, field, context, at);
  if (input.type === undefined) {
    throw new ExpressionFault(
      "fhirpath/type",
      `The type before .${field} is not known here: name it with ofType().`,
      at,
    );
  }
  const type = context.model.type(input.type);
  const element = type?.elements.get(field);
  if (type?.kind === "primitive") return stepFromPrimitive(input, field, element, context, at);
  if (element !== undefined) return readElement(input, element, element.types, context);
  const choice = scope === undefined ? choiceByProperty(type, field) : undefined;
  if (choice !== undefined) return readElement(input, choice.element, [choice.type], context);
  if (scope !== undefined && type?.isAbstract === true) {
    const found = stepFromAbstract(input, type, field, context);
    if (found !== undefined) return found;
  }
  return stepToNothing(input, field, context, at);
}

/** Maps name one type of a choice by its property, too: `answer.valueString`, as HL7's engine reads it. */
function choiceByProperty(
  type: TypeModel | undefined,
  property: string,
): { readonly element: ElementModel; readonly type: string } | undefined {
  for (const element of type?.elements.values() ?? []) {
    const only = element.isChoice ? element.types.find((one) => propertyOf(element, one) === property) : undefined;
    if (only !== undefined) return { element, type: only };
  }
  return undefined;
}

/** What only another type of the same element has is nothing here; what none has is a mistake. */
function stepToNothing(input: Operand, field: string, { model }: Context, at: number): Operand {
  const others = input.known?.otherTypes ?? [];
  if (others.some((other) => model.type(other)?.elements.has(field))) return empty;
  throw new ExpressionFault("fhirpath/unknown-element", `${input.type ?? "This"} has no element ${field}.`, at);
}

/** A step from several types is one from those alone that can take it: of each another part, of which one may be there. */
function stepFromChoice(input: Operand, field: string, context: Context, at: number): Operand {
  const { choice } = input;
  if (choice === undefined) return empty;
  const able = choice.types.filter((type) => context.model.type(type)?.elements.has(field));
  const [first, ...rest] = able.map((type) =>
    emitStep(readElement(choice.input, choice.element, [type], context), field, context, at),
  );
  if (first === undefined) {
    throw new ExpressionFault(
      "fhirpath/unknown-element",
      `No type of ${choice.element.name} has an element ${field}.`,
      at,
    );
  }
  const parts = [first, ...rest];
  if (rest.length === 0) return first;
  if (parts.some(({ isList, type, form }) => isList || type === undefined || form !== undefined))
    return stepFromNodes(input, field, context, at);
  if (rest.every(({ type }) => type === first.type)) return oneOfParts(parts, first.type);
  const whole = stepFromNodes(input, field, context, at);
  let made: Code | undefined;
  return {
    type: undefined,
    form: "nodes",
    isList: false,
    mayBeEmpty: true,
    parts,
    get code() {
      return (made ??= code`${whole.code}[0]`);
    },
    get presence() {
      return either(...parts.map((part) => presenceOf(part, context)));
    },
  };
}

function stepFromNodes(input: Operand, field: string, context: Context, at: number): Operand {
  const { scope, model } = context;
  const isKnown = ["Element", "Resource"].some((root) =>
    model.subtypes(root).some(({ elements }) => elements.has(field)),
  );
  if (scope === undefined || !isKnown)
    throw new ExpressionFault("fhirpath/unknown-element", `No type has an element ${field}.`, at);
  return nodeList(() => code`${context.use("step")}(${asNodes(input, context)}, ${field}, ${scope}.types)`);
}

/** A primitive's id and extensions are in its `_x`. */
function stepFromPrimitive(
  input: Operand,
  field: string,
  element: ElementModel | undefined,
  context: Context,
  at: number,
): Operand {
  if (element === undefined) return stepToNothing(input, field, context, at);
  if (field === "value") return input.isList ? mapped(input, withoutSidecar, context) : withoutSidecar(input);
  const read = (one: Operand): Operand =>
    one.sidecar === undefined ? empty : readElement(value(one.sidecar, "Element"), element, element.types, context);
  if (!input.isList) return read(input);
  return input.form === "boxed" ? mapped(input, read, context) : empty;
}

const withoutSidecar = ({ code: made, type }: Operand): Operand => value(made, type);

/**
 * An element that only some of the types have which an abstract one stands for. Where all of those have it alike, it is
 * read as theirs; else its type is left to the run time.
 */
function stepFromAbstract(input: Operand, type: TypeModel, field: string, context: Context): Operand | undefined {
  const elements = context.model.subtypes(type.name).flatMap(({ elements: own }) => own.get(field) ?? []);
  const [first] = elements;
  if (first === undefined) return undefined;
  const isOfOneType = elements.every(
    ({ types, isChoice }) => types.length === 1 && types[0] === first.types[0] && !isChoice,
  );
  if (!isOfOneType)
    return nodeList(
      () => code`${context.use("step")}(${asNodes(input, context)}, ${field}, ${context.scope ?? ""}.types)`,
    );
  const isUniform = elements.every(({ isList }) => isList === first.isList);
  return isUniform ? readElement(input, first, first.types, context) : readEach(input, first, context);
}

/** Reads an element that is a list in some resources and single in others. */
function readEach(input: Operand, element: ElementModel, context: Context): Operand {
  if (input.isList) return mapped(input, (item) => readEach(item, element, context), context);
  const [type] = element.types;
  const read = (property: string) => member(input.code, property, input.mayBeEmpty);
  if (!hasSidecar(type, element.name)) return list(code`${context.use("each")}(${read(element.name)})`, type);
  const made = code`${context.use("eachBox")}(${read(element.name)}, ${read(`_${element.name}`)})`;
  return { ...list(made, type), form: "boxed" };
}
