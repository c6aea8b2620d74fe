import { code } from "../../codegen/index.ts";
import { asSingle } from "../items.ts";
import { isPrimitive, kindOf, value, type Context, type Emit, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { arity, inputOf, scopeOf, singleArgument, type Call, type EmitFunction } from "./function.ts";

/** The one value of the input, without its type. */
function plainInput(call: Call, context: Context, how: Emit): Operand {
  const input = asSingle(inputOf(call, context, how), context);
  return input.form === "nodes" ? value(code`${context.use("plain")}(${input.code})`, undefined) : input;
}

/** `memberOf(valueSet)` and `conformsTo(profile)`: what the scope says, which is empty where it does not know. */
const asked =
  (question: "memberOf" | "conformsTo"): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const scope = scopeOf(call, context);
    const canonical = singleArgument(call, 0, context, how);
    if (kindOf(canonical.type) !== "string")
      throw new ExpressionFault("fhirpath/type", `${call.name}() needs a canonical URL.`, call.at);
    const input = plainInput(call, context, how);
    return value(code`${context.use(question)}(${input.code}, ${canonical.code}, ${scope})`, "boolean");
  };

const htmlChecks: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const scope = scopeOf(call, context);
  const input = plainInput(call, context, how);
  return value(code`${context.use("htmlChecks")}(${input.code}, ${scope})`, "boolean");
};

/** `getValue()`: a primitive's value, without its id and extensions. */
const getValue: EmitFunction = (call, context, how) => {
  arity(call, 0);
  scopeOf(call, context);
  const { code: made, type, mayBeEmpty } = asSingle(inputOf(call, context, how), context);
  if (!isPrimitive(type)) throw new ExpressionFault("fhirpath/type", "getValue() needs a primitive.", call.at);
  return { ...value(made, type), mayBeEmpty };
};

/** `trace(name)`: its input. What it would log is for nobody here, but must be right. */
const trace: EmitFunction = (call, context, how) => {
  arity(call, 1, 2);
  const input = inputOf(call, context, how);
  const label = singleArgument(call, 0, context, how);
  if (kindOf(label.type) !== "string") throw new ExpressionFault("fhirpath/type", "trace() needs a name.", call.at);
  const [, projection] = call.args;
  if (projection !== undefined)
    how.emit({ kind: "call", ...inputNode(call), name: "select", args: [projection], at: call.at }, context);
  return input;
};

const inputNode = ({ input }: Call) => (input === undefined ? {} : { input });

/** https://hl7.org/fhir/R4/fhirpath.html#functions, https://hl7.org/fhirpath/N1/#tracename-string-projection-expression-collection */
export const conformance: Readonly<Record<string, EmitFunction>> = {
  memberOf: asked("memberOf"),
  conformsTo: asked("conformsTo"),
  htmlChecks,
  getValue,
  trace,
};
