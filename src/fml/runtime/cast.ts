import { decimal, report, text, type RuleIdentity, type Run } from "../../fhirpath/runtime/index.ts";

const date = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?";
const clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?";
const zone = "(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])";
const shapes: Readonly<Record<string, RegExp>> = {
  date: new RegExp(`^${date}$`),
  dateTime: new RegExp(`^${date}(?:T${clock}${zone})?$`),
  instant: new RegExp(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T${clock}${zone}$`),
  time: new RegExp(`^${clock}$`),
};

/**
 * `cast(x, type)` to a primitive; a value that does not fit is an issue and gives nothing.
 *
 * @param to `string`, `integer`, `decimal`, `boolean` or one of the shapes above
 */
export function cast(value: unknown, to: string, run: Run, rule: RuleIdentity): unknown {
  const written = text(value);
  const found =
    to === "string"
      ? written
      : to === "decimal"
        ? decimal(written)
        : to === "integer"
          ? integer(written)
          : to === "boolean"
            ? truth(written)
            : shaped(written, to);
  if (found === undefined) report(run, rule, "fml/cast", `Expected a ${to}, found something else.`);
  return found;
}

const integer = (written: string) => (/^[+-]?[0-9]+$/.test(written) ? Number(written) : undefined);
const truth = (written: string) =>
  written === "true" || written === "1" ? true : written === "false" || written === "0" ? false : undefined;
const shaped = (written: string, to: string) => (shapes[to]?.test(written) === true ? written : undefined);
