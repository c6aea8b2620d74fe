import type { Code } from "../codegen/index.ts";
import { how } from "./emit.ts";
import type { Context, Operand } from "./operand.ts";
import { ExpressionFault, type Expression, type Fault } from "./tree.ts";

/** What a compilation gives: JavaScript, or the fault with its place. */
export type Compiled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Compiles an expression to a value. */
export const compileExpression = (expression: Expression, context: Context): Compiled<Operand> =>
  guarded(() => how.emit(expression, context));

/** Compiles an expression to a condition: true, or false for anything else. */
export const compileCondition = (expression: Expression, context: Context): Compiled<Code> =>
  guarded(() => how.emitCondition(expression, context));

/** A fault that was thrown deep inside, as a value. */
export function guarded<T>(write: () => T): Compiled<T> {
  try {
    return { ok: true, value: write() };
  } catch (error) {
    if (error instanceof ExpressionFault) return { ok: false, fault: error.fault };
    throw error;
  }
}
