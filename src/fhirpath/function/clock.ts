import { code } from "../../codegen/index.ts";
import { present } from "../operand.ts";
import { arity, scopeOf, type EmitFunction } from "./function.ts";

const read =
  (helper: "now" | "today" | "timeOfDay", type: string): EmitFunction =>
  (call, context) => {
    arity(call, 0);
    return present(code`${context.use(helper)}(${scopeOf(call, context)})`, type);
  };

/** The scope's clock. https://hl7.org/fhirpath/N1/#current-date-and-time-functions */
export const clock: Readonly<Record<string, EmitFunction>> = {
  now: read("now", "dateTime"),
  today: read("today", "date"),
  timeOfDay: read("timeOfDay", "time"),
};
