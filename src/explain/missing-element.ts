import type { CaseOrigins, InputPlace, UnfiredRule } from "../mapping/index.ts";
import type { PathStep } from "./element-path.ts";

/** An element that is not there. */
export interface MissingElement {
  readonly entry: number;
  /** Of the resource. */
  readonly type: string;
  /** Of what is there around it. */
  readonly around: readonly string[];
  /** From there on; the first step is what is missing. */
  readonly steps: readonly PathStep[];
}

/**
 * The places of the input that would have brought an element about: what the rules lacked that would have written it, then what the
 * object around it was made for.
 */
export function placesOfMissing(
  origins: CaseOrigins,
  { entry, type, around, steps }: MissingElement,
): readonly InputPlace[] {
  const name = steps[0]?.name ?? "";
  const rules = origins.unfired.filter((rule) => rule.entry === entry && writes(rule, type, name));
  return [
    ...rules.flatMap(({ source, because }) => [...source, ...because]),
    ...around.flatMap((pointer) => origins.madeFor(pointer)),
  ];
}

/** Whether a rule would have written an element of that name, in the resource or in a part of it that has a type of its own. */
function writes({ into }: UnfiredRule, type: string, name: string): boolean {
  return into.some((element) => {
    const [holder, ...rest] = element.split(".");
    const property = rest.at(holder === type ? 0 : -1);
    return property !== undefined && (property === name || property.startsWith(name) || name.startsWith(property));
  });
}
