import { code } from "../../codegen/index.ts";
import { asSingle } from "../items.ts";
import { isNumeric, kindOf, value, type Context, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { arity, inputOf, scopeOf, singleArgument, type Call, type EmitFunction } from "./function.ts";

/** A number, or what the run time must look at. */
function numeric(operand: Operand, call: Call, context: Context): Operand {
  const one = asSingle(operand, context);
  if (one.form === "nodes") return value(code`${context.use("plain")}(${one.code})`, undefined);
  if (isNumeric(kindOf(one.type)) || one.type === undefined) return one;
  throw new ExpressionFault("fhirpath/type", `${call.name}() needs a number, found ${one.type}.`, call.at);
}

/** A function of one number, or of two. */
const ofNumbers =
  (helper: string, type: "integer" | "decimal" | "same", least: number, most = least): EmitFunction =>
  (call, context, how) => {
    arity(call, least, most);
    scopeOf(call, context);
    const input = numeric(inputOf(call, context, how), call, context);
    const rest = call.args.map((_, index) => numeric(singleArgument(call, index, context, how), call, context));
    const more = rest[0] === undefined ? code`` : code`, ${rest[0].code}`;
    const found = type === "same" ? (input.type ?? "decimal") : type;
    return value(code`${context.use(helper)}(${input.code}${more})`, found);
  };

/** https://hl7.org/fhirpath/N1/#math */
export const math: Readonly<Record<string, EmitFunction>> = {
  abs: ofNumbers("abs", "same", 0),
  ceiling: ofNumbers("ceiling", "integer", 0),
  floor: ofNumbers("floor", "integer", 0),
  truncate: ofNumbers("truncate", "integer", 0),
  exp: ofNumbers("exp", "decimal", 0),
  ln: ofNumbers("ln", "decimal", 0),
  log: ofNumbers("log", "decimal", 1),
  power: ofNumbers("power", "decimal", 1),
  round: ofNumbers("round", "decimal", 0, 1),
  sqrt: ofNumbers("sqrt", "decimal", 0),
};
