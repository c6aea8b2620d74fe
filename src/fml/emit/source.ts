import { code, join, nothing, type Code } from "../../codegen/index.ts";
import {
  compileCondition,
  compileExpression,
  kindOf,
  propertyOf,
  readElement,
  type ElementModel,
  type Operand,
} from "../../fhirpath/index.ts";
import type { Rule } from "../tree.ts";
import { evaluated, operandOf } from "../transform/transform.ts";
import { coerce } from "./coerce.ts";
import { readNames, type ConditionSite } from "./condition.ts";
import { reportMissing } from "./missing.ts";
import { readTarget } from "./object.ts";
import { readsOf } from "./reads.ts";
import { expressionContext, refuse, refuseFault, reportTo, type Scope } from "./scope.ts";
import { joined, sourcesOf, stepOf, withSources, type Sources } from "./sources.ts";
import { record } from "./trace.ts";
import { run } from "./writer.ts";
import type { Firing } from "./firing.ts";

/** Works out when a rule fires and with what; undefined after an issue. */
export function readSource(rule: Rule, scope: Scope): Firing[] | undefined {
  const { source } = rule;
  const context = scope.variables.get(source.context);
  if (context === undefined) {
    refuse(scope, "fml/unknown-variable", `No variable is called ${source.context} here.`, source.at);
    return;
  }
  const isPlain = source.element === undefined && source.where === undefined && source.check === undefined;
  if (context.kind === "object" && isPlain) {
    const value: Operand = { code: code`undefined`, type: undefined, isList: false, mayBeEmpty: true };
    return [{ ...always, value }];
  }
  const operand = context.kind === "object" ? readTarget(context.object, scope) : context.operand;
  const types = readTypes(rule, operand, scope);
  return types?.map((one) => fire(rule, one, scope)).filter((firing) => firing !== undefined);
}

const always = { setup: [], conditions: [], checks: [], loop: undefined, enter: [], from: [], because: [] };

/** The source as an operand, once for each type that it may have. */
function readTypes(rule: Rule, context: Operand, scope: Scope): Operand[] | undefined {
  const { source } = rule;
  const { model } = scope.writer.linked.world;
  const wanted =
    source.type === undefined ? undefined : scope.writer.linked.type(scope.linked.map, source.type.name)?.name;
  if (source.type !== undefined && wanted === undefined) {
    refuse(scope, "fml/unknown-type", `No type is called ${source.type.name}.`, source.type.at);
    return;
  }
  if (source.element === undefined) {
    return wanted === undefined || (context.type !== undefined && model.isA(context.type, wanted)) ? [context] : [];
  }
  if (context.type === undefined) {
    refuse(scope, "fml/type", `The type of ${source.context} is not known here: give it where it is bound.`, source.at);
    return;
  }
  // A value of JSON is its own value.
  if (kindOf(context.type) !== "complex" && source.element.name === "value") return [context];
  const found = findSourceElement(context.type, source.element.name, scope);
  if (found === undefined) {
    refuse(scope, "fml/unknown-element", `${context.type} has no element ${source.element.name}.`, source.element.at);
    return;
  }
  const types = found.types.filter((type) => wanted === undefined || model.isA(type, wanted));
  const inner = expressionContext(scope, rule, undefined);
  const general =
    wanted === undefined ? undefined : found.types.find((type) => type !== wanted && model.isA(wanted, type));
  if (types.length > 0 || wanted === undefined || general === undefined)
    return types.map((type) => {
      const sources = stepOf(sourcesOf(context), propertyOf(found.element, type));
      return withSources(readElement(context, found.element, [type], inner), sources);
    });
  const sources = stepOf(sourcesOf(context), found.element.name);
  return [narrowed(withSources(readElement(context, found.element, [general], inner), sources), wanted, scope)];
}

/** Any resource, when it is of the type that the map asks for: `entry.resource : Patient`. */
function narrowed(resource: Operand, type: string, scope: Scope): Narrowed {
  if (resource.isList) return { ...resource, type, only: type };
  const isOfType = code`${scope.writer.use("resourceOf")}(${resource.code}, ${type})`;
  return { ...resource, code: isOfType, type, mayBeEmpty: true };
}

/** A list of which only resources of one type count. */
interface Narrowed extends Operand {
  readonly only?: string;
}

/** An element by its name, or one type of a choice by the name of its property (`valueQuantity`). */
function findSourceElement(
  type: string,
  name: string,
  scope: Scope,
): { element: ElementModel; types: readonly string[] } | undefined {
  const elements = scope.writer.linked.world.model.type(type)?.elements;
  const element = elements?.get(name);
  if (element !== undefined) return { element, types: element.types };
  for (const choice of elements?.values() ?? []) {
    const only = choice.isChoice
      ? choice.types.find((one) => choice.name + one.charAt(0).toUpperCase() + one.slice(1) === name)
      : undefined;
    if (only !== undefined) return { element: choice, types: [only] };
  }
  return undefined;
}

function fire(rule: Rule, found: Operand, scope: Scope): Firing | undefined {
  const { source } = rule;
  const operand = withDefault(rule, found, scope);
  if (operand === undefined) return undefined;
  const hint = source.variable ?? source.element?.name ?? source.context;
  const isBound = source.element !== undefined;
  const name = isBound ? scope.names.fresh(hint) : operand.code;
  const node = operand.isList && scope.writer.isTraced ? scope.names.fresh(`${name.text}$`) : undefined;
  const sources: Sources = node === undefined ? sourcesOf(operand) : [{ node, path: "", rows: [] }];
  const value = withSources(
    {
      code: name,
      type: operand.type,
      isList: false,
      mayBeEmpty: false,
      isName: true,
      ...(operand.constant === undefined || isBound ? {} : { constant: operand.constant }),
    },
    sources,
  );
  const bound: Scope = { ...scope, variables: new Map(scope.variables) };
  if (source.variable !== undefined) bound.variables.set(source.variable, { kind: "value", operand: value });
  const context = expressionContext(bound, rule, value);
  const from = scope.variables.get(source.context);
  const site: ConditionSite = {
    model: context.model,
    focus: value.type,
    context: {
      name: source.context,
      type: from?.kind === "object" ? from.object.type : from?.operand.type,
      element: source.element?.name,
    },
    isVariable: (one) => bound.variables.has(one),
  };

  const conditions: Code[] = [];
  const { only } = operand as Narrowed;
  if (only !== undefined) conditions.push(code`${scope.writer.use("isResource")}(${name}, ${only})`);
  let because: Sources = [];
  if (source.where !== undefined) {
    const asked = readNames(source.where.tree, site);
    const reads = readsOf(asked, value, bound);
    because = joined(reads.from, reads.because);
    const made = compileCondition(asked, context);
    if (!made.ok) {
      refuseFault(scope, made.fault);
      return;
    }
    conditions.push(made.value);
  }
  const checks: Code[] = [];
  const origin = scope.writer.rule(scope.linked.map, scope.linked.group, rule);
  const counted = countCheck(rule, operand, scope);
  if (source.check !== undefined) {
    const made = compileCondition(readNames(source.check.tree, site), context);
    if (!made.ok) {
      refuseFault(scope, made.fault);
      return;
    }
    checks.push(
      code`if (!(${made.value})) ${scope.writer.use("report")}(${run}, ${origin}, "fml/check", "A check of the map failed.");`,
    );
  }
  if (source.log !== undefined) {
    const made = compileExpression(readNames(source.log.tree, site), context);
    if (!made.ok) {
      refuseFault(scope, made.fault);
      return;
    }
    checks.push(code`${scope.writer.use("note")}(${run}, ${origin}, ${made.value.code});`);
  }
  const rest = { checks, loop: undefined, enter: [], value, from: sources, because };
  if (operand.isList) {
    const firing = fireList(rule, operand, value, { conditions, checks }, node, scope);
    return { ...rest, ...firing, setup: [...counted, ...firing.setup] };
  }
  // Without an element the rule depends on no more than the rules around it.
  if (!isBound && !operand.mayBeEmpty) return { ...rest, setup: counted, conditions, from: [] };
  const setup = isBound ? code`const ${name} = ${operand.code};` : reportMissing(operand, scope, origin);
  return {
    ...rest,
    setup: isBound ? [...counted, setup] : [setup, ...counted],
    conditions: operand.mayBeEmpty ? [code`${name} != null`, ...conditions] : conditions,
  };
}

const modes = {
  first: code`.slice(0, 1)`,
  not_first: code`.slice(1)`,
  last: code`.slice(-1)`,
  not_last: code`.slice(0, -1)`,
  only_one: nothing,
} as const;

/**
 * Goes through a list. As in HL7's engine, `where` and `check` come before `first` and its kin.
 *
 * @param node in a traced module, the name of an item's node
 */
function fireList(
  rule: Rule,
  operand: Operand,
  value: Operand,
  { conditions, checks }: Pick<Firing, "conditions" | "checks">,
  node: Code | undefined,
  scope: Scope,
): Pick<Firing, "setup" | "conditions" | "checks" | "loop" | "enter" | "list"> {
  const { listMode } = rule.source;
  const items = scope.names.fresh("items");
  const one = value.code;
  const enter = (at: Code) =>
    node === undefined
      ? []
      : [code`const ${node} = ${record(scope, rule, rule.source.at, { kind: "item" }, [at], sourcesOf(operand))};`];
  if (listMode === undefined) {
    const index = scope.names.fresh("index");
    // V8 makes three times as much code of a walk with an iterator, and most lists of a case are not there.
    const { found } = operand;
    const walk = code`for (let ${index} = 0; ${index} < ${items}.length; ${index}++)`;
    return {
      setup: [code`const ${items} = ${found ?? operand.code};`],
      conditions,
      checks,
      loop: found === undefined ? walk : code`if (${items} != null) ${walk}`,
      enter: [code`const ${one} = ${items}[${index}];`, ...enter(index)],
      list: {
        from: sourcesOf(operand),
        isEmpty: found === undefined ? code`${items}.length === 0` : code`!(${items}?.length > 0)`,
      },
    };
  }
  const index = node === undefined ? undefined : scope.names.fresh(`${one.text}$index`);
  const test = join(conditions, " && ");
  // A traced module keeps the places of the items that are left, since they say where a value comes from.
  const filtered =
    index === undefined
      ? conditions.length === 0
        ? operand.code
        : code`${operand.code}.filter((${one}) => ${test})`
      : code`${scope.writer.use("places")}(${operand.code}, (${one}) => ${conditions.length === 0 ? code`true` : test})`;
  const setup = [code`const ${items} = ${filtered}${modes[listMode]};`];
  if (listMode === "only_one") {
    const report = code`${scope.writer.use("report")}(${reportTo(scope, rule)}, "fml/check", "Expected one item at most, found several.");`;
    setup.push(code`if (${items}.length > 1) ${report}`);
  }
  if (index === undefined)
    return { setup, conditions: [], checks, loop: code`for (const ${one} of ${items})`, enter: [] };
  return {
    setup,
    conditions: [],
    checks,
    loop: code`for (const ${index} of ${items})`,
    list: { from: sourcesOf(operand), isEmpty: code`${items}.length === 0` },
    enter: [code`const ${one} = ${operand.code}[${index}];`, ...enter(index)],
  };
}

/** The value in place of one that is not there: a literal, or what an expression over the source gives. */
function withDefault(rule: Rule, operand: Operand, scope: Scope): Operand | undefined {
  const { defaultValue } = rule.source;
  if (defaultValue === undefined) return operand;
  const context = scope.variables.get(rule.source.context);
  const focus = context?.kind === "value" ? context.operand : undefined;
  const given =
    defaultValue.kind === "expression"
      ? evaluated(defaultValue, focus, scope, rule)
      : operandOf(defaultValue, scope, rule);
  const type = operand.type ?? given?.type;
  if (given === undefined || type === undefined) return undefined;
  const fitting = kindOf(type) === "complex" ? given : coerce(given, type, rule, scope, defaultValue.at);
  if (fitting === undefined) return undefined;
  if (operand.isList) {
    const { found: _, ...list } = operand;
    const instead = fitting.mayBeEmpty ? code`${scope.writer.use("listOf")}(${fitting.code})` : code`[${fitting.code}]`;
    return { ...list, code: code`${scope.writer.use("listOr")}(${operand.code}, () => ${instead})`, type };
  }
  return { ...operand, code: code`${operand.code} ?? ${fitting.code}`, type, mayBeEmpty: fitting.mayBeEmpty };
}

/** `1..1` says how many there must be. https://hl7.org/fhir/R4/structuremap-definitions.html#StructureMap.group.rule.source.min */
function countCheck(rule: Rule, operand: Operand, scope: Scope): Code[] {
  const { min, max } = rule.source;
  if (min === undefined || max === undefined) return [];
  const count = operand.isList
    ? code`${operand.code}.length`
    : operand.mayBeEmpty
      ? code`(${operand.code} == null ? 0 : 1)`
      : code`1`;
  const most = max === "*" ? nothing : code`, ${Number(max)}`;
  return [code`${scope.writer.use("checkCount")}(${reportTo(scope, rule)}, ${count}, ${min}${most});`];
}
