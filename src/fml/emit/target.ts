import { code, join, lines, member, nothing, type Code } from "../../codegen/index.ts";
import { kindOf, propertyOf, type ElementModel, type Operand } from "../../fhirpath/index.ts";
import { transforms } from "../transform/index.ts";
import type { Field, Made } from "../transform/transform.ts";
import type { Rule, Target, Transform } from "../tree.ts";
import { coerce } from "./coerce.ts";
import { findElement, type Place } from "./place.ts";
import {
  addItem,
  createObject,
  declareReached,
  itemIn,
  nameOf,
  put,
  type Block,
  type ReachedObject,
  type TargetObject,
} from "./object.ts";
import { readsOf } from "./reads.ts";
import { originOf, refuse, type Scope } from "./scope.ts";
import type { Firing } from "./firing.ts";
import { joined, sourcesOf, withDeciders, withSources, type Sources } from "./sources.ts";
import { none, objectRecord, traceAttach, traceFiring, traceLeaf, traceObject } from "./trace.ts";
import { run } from "./writer.ts";

/** Writes one target of a rule; gives the object that it made, if any. */
export function emitTarget(target: Target, rule: Rule, scope: Scope): TargetObject | undefined {
  if (target.context === undefined) return emitFreeTarget(target, rule, scope);
  if (target.element === undefined && target.transform === undefined && target.variable !== undefined) {
    renameTarget(target, scope);
    return undefined;
  }
  const place = findPlace(target, scope);
  if (place === undefined) return undefined;
  if (target.share !== undefined) return emitShared(target, target.share, place, rule, scope);
  const made =
    target.transform === undefined ? onlyType(target, place, scope) : callTransform(target, rule, scope, place);
  if (made === undefined) return undefined;
  if (made.kind === "object") return emitObject(target, made, place, rule, scope);
  emitValue(target, made.operand, place, rule, scope);
  return undefined;
}

/** `tgt as patient`: another name for what is there. */
function renameTarget(target: Target, scope: Scope): void {
  const found = scope.variables.get(target.context ?? "");
  if (found?.kind === "object") bind(target, found.object, scope);
  else refuse(scope, "fml/target", `${target.context ?? ""} is no object of the target.`, target.at);
}

/** `create('Quantity') as q` without a place: another target puts it somewhere. */
function emitFreeTarget(target: Target, rule: Rule, scope: Scope): TargetObject | undefined {
  const made = callTransform(target, rule, scope, undefined);
  if (made === undefined) return undefined;
  if (made.kind === "value") {
    bindValue(target, made.operand, scope);
    return undefined;
  }
  const object = newObject(made.type, target.variable ?? made.type, scope, false);
  scope.block.statements.push(...traceObject(object, rule, target, undefined, scope));
  scope.block.pending.push(object);
  fill(object, made.fields ?? [], rule, target, scope);
  bind(target, object, scope);
  return object;
}

function findPlace(target: Target, scope: Scope): Place | undefined {
  const context = scope.variables.get(target.context ?? "");
  if (context === undefined) {
    refuse(scope, "fml/unknown-variable", `No variable is called ${target.context ?? ""} here.`, target.at);
    return;
  }
  if (context.kind === "value") {
    refuse(
      scope,
      "fml/target",
      `${target.context ?? ""} is no object of the target, so nothing can be put into it.`,
      target.at,
    );
    return;
  }
  if (target.element === undefined) {
    refuse(scope, "fml/target", "A target variable itself cannot be set: name an element.", target.at);
    return;
  }
  const { object } = context;
  const found = findElement(object.type, target.element.name, scope);
  if (found === undefined) {
    refuse(scope, "fml/unknown-element", `${object.type} has no element ${target.element.name}.`, target.element.at);
    return;
  }
  return { object, ...found };
}

/** `tgt.element as v` makes an object, which needs one type. */
function onlyType(target: Target, { element, fixedType }: Place, scope: Scope): Made | undefined {
  const types = fixedType === undefined ? element.types : [fixedType];
  const type = scope.writer.linked.world.model.type(types[0] ?? "");
  if (types.length !== 1 || type === undefined || (type.isAbstract && type.kind === "resource")) {
    refuse(scope, "fml/type", `${element.name} may have several types: use create('Type').`, target.at);
    return;
  }
  if (type.kind === "primitive") {
    refuse(scope, "fml/target", `${element.name} is a ${type.name} and needs a value.`, target.at);
    return;
  }
  if (target.variable === undefined) {
    refuse(
      scope,
      "fml/unsupported",
      "A target without a value needs a variable: a rule of two elements looks for a default group.",
      target.at,
    );
    return;
  }
  return { kind: "object", type: type.name, byTransform: false };
}

function callTransform(target: Target, rule: Rule, scope: Scope, place: Place | undefined): Made | undefined {
  const { transform } = target;
  const write = transform === undefined ? undefined : transforms.get(transform.name);
  if (transform === undefined || write === undefined) return undefined; // The check has said so.
  const [only] = transform.parameters;
  if (
    transform.name === "copy" &&
    only?.kind === "variable" &&
    place !== undefined &&
    scope.variables.get(only.text)?.kind === "object"
  ) {
    attach(target, only.text, place, rule, scope);
    return;
  }
  const made = write({ transform, rule, scope, place });
  return made?.kind === "value" ? { ...made, operand: tracedResult(made.operand, transform, scope) } : made;
}

/** What a transform gives comes from its parameters, unless it says more itself. */
function tracedResult(operand: Operand, { parameters }: Transform, scope: Scope): Operand {
  if (!scope.writer.isTraced || operand.constant !== undefined || sourcesOf(operand).length > 0) return operand;
  const found: Sources[] = [];
  const deciders: Sources[] = [];
  for (const parameter of parameters) {
    const variable = parameter.kind === "variable" ? scope.variables.get(parameter.text) : undefined;
    if (variable?.kind === "value") found.push(sourcesOf(variable.operand));
    if (variable?.kind === "object") found.push([{ node: variable.object.trace, path: "", rows: [] }]);
    if (parameter.kind !== "expression") continue;
    const reads = readsOf(parameter.tree, undefined, scope);
    found.push(reads.from);
    deciders.push(reads.because);
  }
  return withDeciders(withSources(operand, joined(...found)), joined(...deciders));
}

/** `tgt.value = k`, where k is an object that was made before. */
function attach(target: Target, name: string, place: Place, rule: Rule, scope: Scope): undefined {
  const variable = scope.variables.get(name);
  if (variable?.kind !== "object") return undefined;
  const { object } = variable;
  const property = allowed(object.type, target, place, scope);
  if (property === undefined) return undefined;
  const entry = { property, element: place.element, origin: originOf(scope, rule) };
  const traced = traceAttach(object, rule, target, { ...place, parent: place.object, property }, scope);
  if (
    object.parent === undefined &&
    object.state === "pending" &&
    object.block === scope.block &&
    place.object !== object
  ) {
    object.parent = { object: place.object, property, element: place.element };
    if (place.object.state === "pending") scope.block.pending = scope.block.pending.filter((one) => one !== object);
    put(place.object, { ...entry, put: { kind: "child", child: object } }, scope.block, traced);
    return undefined;
  }
  object.isUsedLater = true;
  const value = nameOf(object);
  const target_ = member(nameOf(place.object), property);
  const has = scope.writer.use("hasContent");
  const set = place.element.isList ? code`(${target_} ??= []).push(${value});` : code`${target_} = ${value};`;
  const statement = code`if (${has}(${value})) ${set}`;
  put(place.object, { ...entry, put: { kind: "maybe", statement } }, scope.block, traced);
  return undefined;
}

/** The property for a value of this type, or an issue where the element does not take it. */
function allowed(
  type: string,
  target: Target,
  { element, fixedType, object }: Place,
  scope: Scope,
): string | undefined {
  const { model } = scope.writer.linked.world;
  const types = fixedType === undefined ? element.types : [fixedType];
  if (element.isChoice) {
    if (types.includes(type)) return propertyOf(element, type);
  } else if (types.some((one) => model.isA(type, one) || (one === "Resource" && model.type(type)?.kind === "resource")))
    return element.name;
  refuse(scope, "fml/type", `${object.type}.${element.name} takes ${types.join(", ")}, found ${type}.`, target.at);
  return undefined;
}

function newObject(type: string, hint: string, scope: Scope, inChoice: boolean): TargetObject {
  const isResource = scope.writer.linked.world.model.type(type)?.kind === "resource";
  const name = scope.names.fresh(hint);
  return createObject({
    type,
    name,
    trace: shadowOf(name, scope),
    block: scope.block,
    isResource,
    inChoice,
    isGiven: false,
  });
}

/** A traced module's name for an object. */
function shadowOf(name: Code, scope: Scope): Code {
  return scope.writer.isTraced ? scope.names.fresh(`${name.text}$`) : none;
}

function emitObject(
  target: Target,
  made: Made & { kind: "object" },
  place: Place,
  rule: Rule,
  scope: Scope,
): TargetObject | undefined {
  const property = allowed(made.type, target, place, scope);
  if (property === undefined) return undefined;
  if (made.byTransform && (place.element.isChoice || place.object.inChoice))
    warn(
      scope,
      "HL7's engine cannot put what a transform makes into a choice: create the object, set its elements.",
      target,
    );
  if (place.fixedType !== undefined && target.transform !== undefined)
    warn(scope, `HL7's engine cannot set ${property} by a transform: set ${place.element.name}.`, target);
  const object =
    target.transform === undefined && !place.element.isList
      ? reachSingle(made.type, target, place, property, rule, scope)
      : makeChild(made.type, target, place, property, rule, scope);
  fill(object, made.fields ?? [], rule, target, scope);
  bind(target, object, scope);
  return object;
}

function makeChild(
  type: string,
  target: Target,
  place: Place,
  property: string,
  rule: Rule,
  scope: Scope,
): TargetObject {
  const object = newObject(type, target.variable ?? property, scope, place.element.isChoice || place.object.inChoice);
  object.parent = { object: place.object, property, element: place.element };
  if (place.object.state === "written" || place.object.block !== scope.block) scope.block.pending.push(object);
  place.object.singles.set(property, object);
  put(
    place.object,
    { property, element: place.element, origin: originOf(scope, rule), put: { kind: "child", child: object } },
    scope.block,
    traceObject(object, rule, target, { ...place, parent: place.object, property }, scope),
  );
  return object;
}

/** A single object that is reached twice is one. */
function reachSingle(
  type: string,
  target: Target,
  place: Place,
  property: string,
  rule: Rule,
  scope: Scope,
): TargetObject {
  const { object: parent, element } = place;
  const known = parent.singles.get(property);
  if (known !== undefined && known.type === type && (known.block === scope.block || scope.open.includes(known.block)))
    return known;
  const isFresh =
    known === undefined &&
    !parent.isGiven &&
    !parent.isPassedOn &&
    parent.block === scope.block &&
    !parent.entries.some((entry) => entry.property === property);
  if (isFresh) return makeChild(type, target, place, property, rule, scope);
  const name = scope.names.fresh(target.variable ?? property);
  const object = createObject({
    type,
    name,
    trace: shadowOf(name, scope),
    block: scope.block,
    isResource: false,
    inChoice: element.isChoice || parent.inChoice,
    isGiven: true,
  });
  object.parent = { object: parent, property, element };
  parent.singles.set(property, object);
  if (parent.block === scope.block) parent.children.push(object);
  const place_ = member(nameOf(parent), property);
  const found = code`${scope.writer.use("own")}(${place_})`;
  if (scope.writer.isTraced || type === "Reference")
    scope.block.statements.push(code`const ${object.name} = (${place_} = ${found});`);
  else declareReached(object, reachedAt(place_, scope), found);
  scope.block.statements.push(...traceObject(object, rule, target, { parent, property, element }, scope, true));
  parent.isPassedOn = true; // What may be there already is not put there again when the rule ends.
  return object;
}

function reachedAt(place: Code, { block, writer }: Scope): ReachedObject {
  const withItem = (object: Code, property: string, item: Code) =>
    code`${writer.hoist(`with_${property}`, code`${writer.use("extender")}(${property})`)}(${object}, ${item})`;
  return { isUsed: false, block, items: [], withItem, place };
}

function emitShared(target: Target, share: string, place: Place, rule: Rule, scope: Scope): TargetObject | undefined {
  const made = onlyType(target, place, scope);
  if (made?.kind !== "object") return undefined;
  const property = allowed(made.type, target, place, scope);
  if (property === undefined) return undefined;
  const known = scope.shared.get(share);
  const name = known?.name ?? scope.names.fresh(share);
  const outermost = scope.open[0] ?? scope.block;
  const object =
    known?.object ??
    createObject({
      type: made.type,
      name,
      trace: shadowOf(name, scope),
      block: outermost,
      isResource: false,
      inChoice: place.object.inChoice,
      isGiven: true,
    });
  scope.shared.set(share, { name, object });
  object.parent ??= { object: place.object, property, element: place.element };
  const where = member(nameOf(place.object), property);
  const { isList } = place.element;
  const make = isList
    ? code`(${where} ??= []).push((${name} = {}));`
    : code`${name} = ${where} = ${scope.writer.use("own")}(${where});`;
  object.tracing.isNamed = true;
  place.object.isUsedLater = true;
  place.object.tracing.puts.push({ property, object: undefined, isStatic: false, site: undefined });
  const traced = objectRecord(object, rule, target, { ...place, parent: place.object, property }, scope, !isList);
  scope.block.statements.push(
    scope.writer.isTraced
      ? code`if (${name} === undefined) {\n  ${make}\n  ${object.trace} = ${traced};\n}`
      : isList
        ? code`if (${name} === undefined) ${make}`
        : code`${name} ??= ${where} ??= {};`,
  );
  bind(target, object, scope);
  return undefined; // It is looked at when the group ends.
}

/** First elements that a transform gives its object. */
function fill(object: TargetObject, fields: readonly Field[], rule: Rule, target: Target, scope: Scope): void {
  const origin = originOf(scope, rule);
  for (const field of fields) {
    const element = scope.writer.linked.world.model.type(object.type)?.elements.get(field.element);
    if (element === undefined) throw new Error(`A transform fills ${object.type}.${field.element}, which is unknown.`);
    if ("fields" in field.value) {
      const child = newObject(field.value.type, field.element, scope, object.inChoice);
      child.parent = { object, property: element.name, element };
      const traced = traceObject(child, rule, target, { parent: object, property: element.name, element }, scope);
      put(object, { property: element.name, element, origin, put: { kind: "child", child } }, scope.block, traced);
      fill(child, field.value.fields, rule, target, scope);
    } else {
      set(object, element, element.name, field.value, { rule, target }, scope);
    }
  }
}

/** Says what only HL7's engine cannot do, for maps that shall run there, too. */
function warn(scope: Scope, message: string, { at }: Target): void {
  scope.writer.issues(scope.linked.map).warning("fml/choice", message, at);
}

/** Whether a value is an object out of a table of the module, which all results share. */
function isTranslated({ transform }: Target, { type }: Operand): boolean {
  return transform?.name === "translate" && kindOf(type) === "complex";
}

function emitValue(target: Target, operand: Operand, place: Place, rule: Rule, scope: Scope): void {
  const { element, fixedType, object } = place;
  const made =
    element.isChoice || kindOf(operand.type) === "complex"
      ? operand
      : coerce(operand, element.types[0] ?? "", rule, scope, target.at);
  if (made === undefined) return;
  if (made.type === undefined) {
    refuse(scope, "fml/type", 'The type of this value is not known: bind it with ": Type" or use cast().', target.at);
    return;
  }
  if (isTranslated(target, made) && (element.isChoice || object.inChoice))
    warn(scope, "HL7's engine cannot put a translated Coding into a choice: set its elements.", target);
  if (fixedType !== undefined && kindOf(made.type) === "complex")
    warn(
      scope,
      `HL7's engine cannot set ${propertyOf(element, fixedType)} by a transform: set ${element.name}.`,
      target,
    );
  const property =
    kindOf(made.type) === "complex" || element.isChoice
      ? allowed(made.type, target, { ...place, fixedType }, scope)
      : element.name;
  if (property === undefined) return;
  const value =
    target.variable === undefined && !(made.mayBeEmpty && scope.block === object.block)
      ? made
      : named(target, made, scope);
  if (target.variable !== undefined) scope.variables.set(target.variable, { kind: "value", operand: value });
  if (object.type === "Reference" && element.name === "reference" && object.isGiven)
    scope.block.statements.push(code`${run}.references.push(${nameOf(object)});`);
  set(object, element, property, shared(value, element, target, scope), { rule, target }, scope);
}

/** An object that others hold is copied where rules may change it. */
function shared(operand: Operand, element: ElementModel, target: Target, scope: Scope): Operand {
  if (kindOf(operand.type) !== "complex") return operand;
  if (element.isList || !scope.writer.changes.has(target.element?.name ?? "")) return operand;
  const copied = code`${scope.writer.use("copied")}(${operand.code})`;
  return { ...operand, code: operand.mayBeEmpty ? code`${operand.code} && ${copied}` : copied };
}

function named(target: Target, operand: Operand, scope: Scope): Operand {
  const name = scope.names.fresh(target.variable ?? target.element?.name ?? "value");
  scope.block.statements.push(code`const ${name} = ${operand.code};`);
  return { ...operand, code: name, isName: true };
}

function bindValue(target: Target, operand: Operand, scope: Scope): void {
  if (target.variable === undefined) return;
  scope.variables.set(target.variable, { kind: "value", operand: named(target, operand, scope) });
}

function bind(target: Target, object: TargetObject, scope: Scope): void {
  if (target.variable !== undefined) scope.variables.set(target.variable, { kind: "object", object });
}

/** Sets a property, or leaves it when the value turns out to be missing. */
function set(
  object: TargetObject,
  element: ElementModel,
  property: string,
  operand: Operand,
  { rule, target }: { readonly rule: Rule; readonly target: Target },
  scope: Scope,
): void {
  const base = { property, element, origin: originOf(scope, rule) };
  const place = { parent: object, property, element };
  const traced = traceLeaf(place, operand, !operand.mayBeEmpty, rule, target, scope);
  if (!operand.mayBeEmpty) {
    put(
      object,
      { ...base, put: { kind: "value", value: operand.code, isConstant: operand.constant !== undefined } },
      scope.block,
      traced,
    );
    return;
  }
  const record = lines(traced.map(codeOf));
  const statement = setIfThere(object, element, property, operand, record, scope);
  const isShared = isTranslated(target, operand) && element.isList && operand.isName === true;
  const shared = isShared ? { item: operand.code, record } : undefined;
  put(object, { ...base, put: { kind: "maybe", statement, ...(shared && { shared }) } }, scope.block);
}

const codeOf = (one: Code | (() => Code)) => (typeof one === "function" ? one() : one);

function setIfThere(
  object: TargetObject,
  element: ElementModel,
  property: string,
  operand: Operand,
  traced: Code,
  scope: Scope,
): Code {
  const target = member(nameOf(object), property);
  const isFirst = object.state === "pending" && !object.entries.some((entry) => entry.property === property);
  const assign = (value: Code) =>
    !element.isList
      ? code`${target} = ${value};`
      : object.state === "pending"
        ? itemIn(target, value, isFirst)
        : addItem(object, property, value, scope.block);
  const guarded = (value: Code) =>
    traced === nothing
      ? code`if (${value} != null) ${assign(value)}`
      : code`if (${value} != null) {\n  ${assign(value)}\n  ${traced}\n}`;
  if (operand.isName === true) return guarded(operand.code);
  const value = scope.names.fresh(property);
  return lines([code`const ${value} = ${operand.code};`, guarded(value)]);
}

/** What a simple rule with a condition puts into a pending object, as one statement: so the object's literal stays whole. */
export function emitUnderCondition(target: Target, rule: Rule, firing: Firing, scope: Scope): void {
  const place = findPlace(target, scope);
  const made = place === undefined ? undefined : callTransform(target, rule, scope, place);
  if (place === undefined || made?.kind !== "value") return;
  const fires = traceFiring(rule, firing, scope);
  const inner: Block = { statements: [...fires.start], pending: [] };
  const { object } = place;
  const proxy = { ...createObject({ ...object, isGiven: true, block: inner }), tracing: object.tracing };
  emitValue(target, made.operand, { ...place, object: proxy }, rule, {
    ...scope,
    block: inner,
    because: fires.because,
  });
  const body = lines(
    inner.statements
      .map((one) => (typeof one === "function" ? one() : one))
      .filter((one) => !one.text.startsWith("//")),
  );
  nameOf(object);
  const condition = join(firing.conditions, " && ");
  const chosen = body.text.includes("\n") ? code`if (${condition}) {\n  ${body}\n}` : code`if (${condition}) ${body}`;
  const statement = fires.otherwise === nothing ? chosen : code`${chosen} else ${fires.otherwise};`;
  put(
    object,
    {
      property: place.element.name,
      element: place.element,
      origin: originOf(scope, rule),
      put: { kind: "maybe", statement },
    },
    scope.block,
  );
}
