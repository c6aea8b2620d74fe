import type { Emit } from "../operators.ts";
import type { Context, Operand } from "../operand.ts";
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
