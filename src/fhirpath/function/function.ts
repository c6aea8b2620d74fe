import { code } from "../../codegen/index.ts";
import { asSingle } from "../items.ts";
import { kindOf, value, type Context, type Emit, type Operand } from "../operand.ts";
import { ExpressionFault, type Expression } from "../tree.ts";

export type Call = Expression & { kind: "call" };

/** Writes the call of one function. */
export type EmitFunction = (call: Call, context: Context, how: Emit) => Operand;

/** What the function is called on: the expression before the dot, else the focus. */
export function inputOf(call: Call, context: Context, how: Emit): Operand {
  if (call.input !== undefined) return how.emit(call.input, context);
  if (context.focus !== undefined) return context.focus;
  throw new ExpressionFault("fhirpath/syntax", `${call.name}() has nothing to work on here.`, call.at);
}

/** Refuses a wrong count of arguments. */
export function arity(call: Call, least: number, most = least): void {
  if (call.args.length >= least && call.args.length <= most) return;
  const wanted = least === most ? String(least) : `${String(least)} to ${String(most)}`;
  throw new ExpressionFault(
    "fhirpath/syntax",
    `${call.name}() takes ${wanted} arguments, found ${String(call.args.length)}.`,
    call.at,
  );
}

/** The argument of this place; `arity` has said that it is there. */
export function argument(call: Call, index: number): Expression {
  const found = call.args[index];
  if (found === undefined) throw new ExpressionFault("fhirpath/syntax", `${call.name}() lacks an argument.`, call.at);
  return found;
}

/** An argument that is one value; of a node its value. */
export function singleArgument(call: Call, index: number, context: Context, how: Emit): Operand {
  const found = asSingle(how.emit(argument(call, index), context), context);
  return found.form === "nodes" ? value(code`${context.use("plain")}(${found.code})`, undefined) : found;
}

/** The scope that a function needs at run time; a map has none. */
export function scopeOf(call: Call, context: Context): NonNullable<Context["scope"]> {
  if (context.scope !== undefined) return context.scope;
  throw new ExpressionFault("fhirpath/unsupported", `The function ${call.name}() is not supported.`, call.at);
}

/** The type that an argument names: `Quantity`, `FHIR.Quantity`, `System.String`. */
export function typeArgument(call: Call, context: Context): string {
  const words: string[] = [];
  let at: Expression | undefined = argument(call, 0);
  while (at !== undefined) {
    if (at.kind !== "path")
      throw new ExpressionFault("fhirpath/syntax", `${call.name}() needs the name of a type.`, at.at);
    words.unshift(...at.name.split("."));
    at = at.input;
  }
  const plain = words.at(-1) ?? "";
  const lower = plain.charAt(0).toLowerCase() + plain.slice(1);
  // A System type is the FHIR primitive of the same name, but `System.Quantity` is a Quantity.
  const name = words[0] === "System" && kindOf(lower) !== "complex" ? lower : plain;
  const known = context.model.type(name)?.name ?? context.model.type(lower)?.name;
  if (known === undefined) throw new ExpressionFault("fhirpath/type", `No type is called ${name}.`, call.at);
  return known;
}
