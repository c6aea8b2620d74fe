import { code, comment, headOf, join, lines, nothing, withoutHead, type Code } from "../../codegen/index.ts";
import type { LinkedGroup } from "../link.ts";
import type { MapIssue } from "../map-issue.ts";
import type { Rule } from "../tree.ts";
import { operandOf } from "../transform/transform.ts";
import { completeRule, defaultGroupOf, isShort } from "./default-group.ts";
import { reportMissing } from "./missing.ts";
import { namesInParameter, namesInSource } from "./names-in.ts";
import { closeObject, nameOf, passOn, writePending, type Block, type TargetObject } from "./object.ts";
import { originOf, refuse, reportTo, type Scope, type Variable } from "./scope.ts";
import type { Firing } from "./firing.ts";
import { readSource } from "./source.ts";
import { emitTarget, emitUnderCondition } from "./target.ts";
import { traceCall, traceFiring } from "./trace.ts";
import { run } from "./writer.ts";

/** Writes rules in their order. */
export function emitRules(rules: readonly Rule[], scope: Scope): void {
  for (const rule of rules) emitRule(rule, scope);
}

function emitRule(written: Rule, scope: Scope): void {
  scope.writer.rule(scope.linked.map, scope.linked.group, written);
  const rule = oneSource(written);
  const firings = readSource(rule, scope) ?? [];
  const [only, ...others] = firings;
  if (only === undefined) return;
  if (others.length === 0) emitFiring(rule, only, scope);
  else emitChoice(rule, firings, scope);
}

/**
 * A source of several types: the rule is compiled for each. For one that the rule can do nothing with, an issue is left
 * where it turns up, as long as there is another type that it is good for.
 */
function emitChoice(rule: Rule, firings: readonly Firing[], scope: Scope): void {
  const { writer, block } = scope;
  writePending(block, writer, touchedBy(rule, scope));
  const failed: (readonly MapIssue[])[] = [];
  for (const firing of firings) {
    const start = block.statements.length;
    const errors = writer.attempt(() => {
      emitFiring(rule, firing, scope);
    });
    if (errors.length === 0) continue;
    failed.push(errors);
    block.statements.length = start;
    const text = "Expected a value of a type that the rule can use, found another.";
    const report = code`${writer.use("report")}(${reportTo(scope, rule)}, "fml/type", ${text});`;
    const condition = join([...firing.conditions], " && ");
    const guarded = condition.text === "" ? report : code`if (${condition}) ${report}`;
    block.statements.push(
      ...firing.setup,
      firing.loop === undefined ? guarded : braces(code`${firing.loop} `, lines([...firing.enter, guarded])),
    );
  }
  if (failed.length === firings.length) writer.admit(failed[0] ?? []);
}

function emitFiring(rule: Rule, firing: Firing, scope: Scope): void {
  const bound = bindSource(rule, firing, scope);
  const { rule: own, scope: inner } = isShort(rule) ? completeRule(rule, firing.value, bound) : { rule, scope: bound };
  if (own === undefined) return;
  const isCertainToRun = firing.loop === undefined && firing.conditions.length === 0 && firing.checks.length === 0;
  if (isCertainToRun) {
    scope.block.statements.push(...firing.setup);
    emitBody(own, inner);
  } else if (firing.loop === undefined && firing.checks.length === 0 && isSimple(own, inner)) {
    scope.block.statements.push(...firing.setup);
    for (const target of own.targets) emitUnderCondition(target, own, firing, inner);
  } else {
    emitConditional(own, firing, inner);
  }
}

/** A rule with several sources fires for each combination: one source around the next. */
function oneSource(rule: Rule): Rule {
  const [next, ...rest] = rule.otherSources;
  if (next === undefined) return rule;
  const inner = { ...rule, source: next, otherSources: rest };
  return { ...rule, otherSources: [], targets: [], dependents: [], rules: [inner] };
}

function bindSource(rule: Rule, firing: Firing, scope: Scope): Scope {
  const variables = new Map(scope.variables);
  const { source } = rule;
  const context = variables.get(source.context);
  // A rule over a target variable runs once and binds nothing new.
  const bound: Variable | undefined =
    context?.kind === "object" && source.element === undefined ? context : { kind: "value", operand: firing.value };
  if (source.variable !== undefined) variables.set(source.variable, bound);
  return { ...scope, variables };
}

/** The rule only sets elements of objects whose literal is still open. */
function isSimple(rule: Rule, scope: Scope): boolean {
  if (rule.rules.length > 0 || rule.dependents.length > 0) return false;
  return rule.targets.every((target) => {
    const context = scope.variables.get(target.context ?? "");
    if (context?.kind !== "object" || context.object.state !== "pending" || context.object.block !== scope.block)
      return false;
    if (
      context.object.type === "Reference" ||
      target.variable !== undefined ||
      target.share !== undefined ||
      target.transform === undefined
    )
      return false;
    const isObject = target.transform.parameters
      .flatMap(namesInParameter)
      .some((name) => scope.variables.get(name)?.kind === "object");
    const mayMiss = target.transform.parameters.some((one) => {
      const variable = one.kind === "variable" ? scope.variables.get(one.text) : undefined;
      return variable?.kind === "value" && variable.operand.mayBeEmpty;
    });
    if (mayMiss) return false;
    return ["copy", "append", "cast", "truncate", "translate", "evaluate"].includes(target.transform.name) && !isObject;
  });
}

function emitConditional(rule: Rule, firing: Firing, scope: Scope): void {
  writePending(scope.block, scope.writer, touchedBy(rule, scope));
  const fires = traceFiring(rule, firing, scope);
  const block: Block = {
    around: scope.block,
    isLoop: firing.loop !== undefined,
    statements: [...fires.start, ...firing.checks],
    pending: [],
  };
  emitBody(rule, { ...scope, block, open: [...scope.open, scope.block], because: fires.because });
  writePending(block, scope.writer);
  const condition = firing.conditions.length === 0 ? undefined : join(firing.conditions, " && ");
  scope.block.statements.push(comment(originOf(scope, rule)), ...firing.setup, () => {
    const body = render(block, originOf(scope, rule));
    const once = condition === undefined ? body : choose(condition, body, fires.otherwise);
    if (firing.loop === undefined) return condition === undefined ? braces(nothing, body) : once;
    return lines([braces(code`${firing.loop} `, lines([...firing.enter, once])), ...fires.ifNone]);
  });
}

const choose = (condition: Code, body: Code, otherwise: Code) =>
  otherwise === nothing
    ? braces(code`if (${condition}) `, body)
    : code`${braces(code`if (${condition}) `, body)} else ${otherwise};`;

/** The objects of the target that a rule, or a rule in it, names. */
function touchedBy(rule: Rule, scope: Scope): Set<TargetObject> {
  const found = new Set<TargetObject>();
  const add = (name: string | undefined) => {
    const variable = scope.variables.get(name ?? "");
    if (variable?.kind === "object") found.add(variable.object);
  };
  const walk = (one: Rule) => {
    for (const source of [one.source, ...one.otherSources]) for (const name of namesInSource(source)) add(name);
    for (const { context, transform } of one.targets) {
      add(context);
      for (const parameter of transform?.parameters ?? []) namesInParameter(parameter).forEach(add);
    }
    for (const { variables } of one.dependents) for (const { name } of variables) add(name);
    one.rules.forEach(walk);
  };
  walk(rule);
  return found;
}

const braces = (head: Code, body: Code) => code`${head}{\n  ${body}\n}`;

/** The statements of a block; a comment that only repeats the one above is left out. */
export function render(block: Block, origin?: string): Code {
  let last = origin === undefined ? undefined : comment(origin).text;
  return lines(
    block.statements.map((one) => {
      const piece = typeof one === "function" ? one() : one;
      const above = headOf(piece);
      if (above === undefined) return piece;
      const isRepeated = above === last;
      last = above;
      return isRepeated ? withoutHead(piece) : piece;
    }),
  );
}

function emitBody(rule: Rule, scope: Scope): void {
  const made: TargetObject[] = [];
  for (const target of rule.targets) {
    const object = emitTarget(target, rule, scope);
    if (object !== undefined && !made.includes(object)) made.push(object);
  }
  emitRules(rule.rules, scope);
  for (const dependent of rule.dependents) emitCall(rule, dependent, scope);
  for (const object of made.reverse()) closeObject(object, scope.block, scope.writer);
}

function emitCall(rule: Rule, dependent: Rule["dependents"][number], scope: Scope): void {
  const group = defaultGroupOf(dependent) ?? scope.writer.linked.group(scope.linked.map, dependent.name);
  const args: Variable[] = [];
  for (const { name, literal, at } of dependent.variables) {
    const operand = literal === undefined ? undefined : operandOf(literal, scope, rule);
    const found = operand === undefined ? scope.variables.get(name) : { kind: "value" as const, operand };
    if (found === undefined) refuse(scope, "fml/unknown-variable", `No variable is called ${name} here.`, at);
    else args.push(found);
  }
  if (group === undefined || args.length !== dependent.variables.length || args.length !== group.group.inputs.length)
    return;
  if (scope.writer.isInlined(group) && !args.some((arg) => arg.kind === "value" && arg.operand.mayBeEmpty)) {
    if (scope.fits(group, args, dependent.at, scope)) emitInline(group, args, scope);
    return;
  }
  writePending(scope.block, scope.writer, new Set(args.flatMap((arg) => (arg.kind === "object" ? [arg.object] : []))));
  for (const arg of args) if (arg.kind === "object") passOn(arg.object);
  const called = scope.callGroup(group, args, dependent.at, scope);
  if (called === undefined) return;
  const values = args.map((arg) => (arg.kind === "object" ? nameOf(arg.object) : arg.operand.code));
  const missing = args.flatMap((arg) => (arg.kind === "value" && arg.operand.mayBeEmpty ? [arg.operand] : []));
  const traced = traceCall(rule, args, missing, scope);
  const call = code`${called.name}(${join([...values, run, ...traced], ", ")});`;
  const origin = scope.writer.rule(scope.linked.map, scope.linked.group, rule);
  const guard = code`if (${join(
    missing.map((operand) => code`${operand.code} != null`),
    " && ",
  )}) ${call}`;
  scope.block.statements.push(
    comment(originOf(scope, rule)),
    ...missing.map((operand) => reportMissing(operand, scope, origin)),
    missing.length === 0 ? call : guard,
  );
  args.forEach((arg, index) => {
    if (missing.length > 0) return;
    if (arg.kind === "object" && called.fills[index] === true && arg.object.block === scope.block)
      arg.object.isFilled = true;
  });
}

/** A group that is called from one place is written there: so its rules and the caller's make one literal. */
function emitInline(group: LinkedGroup, args: readonly Variable[], scope: Scope): void {
  scope.countCall(group);
  const variables = new Map(
    group.group.inputs
      .map(({ name }, index) => [name, args[index]] as const)
      .filter((pair): pair is [string, Variable] => pair[1] !== undefined),
  );
  emitRules(group.group.rules, { ...scope, linked: group, variables });
}
