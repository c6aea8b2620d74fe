import { code } from "../../codegen/index.ts";
import { asList, asNodes, itemOf, nodeList } from "../items.ts";
import { list, present, type Operand } from "../operand.ts";
import { argument, arity, inputOf, scopeOf, type EmitFunction } from "./function.ts";
import { ofItem } from "./item.ts";

/** `aggregate(aggregator, init)`: `$total` goes from item to item, its type known only then. https://hl7.org/fhirpath/N1/#aggregates */
const fold: EmitFunction = (call, context, how) => {
  arity(call, 1, 2);
  scopeOf(call, context);
  const input = inputOf(call, context, how);
  const start = call.args[1] === undefined ? context.use("none") : asNodes(how.emit(call.args[1], context), context);
  const names = context.names.inner();
  const [total, item, index] = [names.fresh("total"), names.fresh("item"), names.fresh("index")];
  const so: Operand = { ...list(total, undefined), form: "nodes" };
  const inner = {
    ...ofItem(context, itemOf(input, item, context), names),
    total: so,
    index: present(index, "integer"),
  };
  const next = asNodes(how.emit(argument(call, 0), inner), context);
  return nodeList(() => code`${asList(input, context)}.reduce((${total}, ${item}, ${index}) => ${next}, ${start})`);
};

export const aggregate: Readonly<Record<string, EmitFunction>> = { aggregate: fold };
