import { levelOf } from "../level.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A complication, a measurement or a finding names only a level that the case lists. */
export const levelUnknown: Rule = {
  id: "case/level-unknown",
  code: "not-found",
  check({ levels, complications, measurements, imaging }, report) {
    if (levels === undefined) return;
    const check = (level: string | undefined, pointer: string): void => {
      if (
        level === undefined ||
        levels.some((listed) => listed.level !== undefined && levelOf(listed.level) === levelOf(level))
      )
        return;
      report(pointer, "Expected a level that the case lists, found another one.");
    };
    for (const [index, { level }] of each(complications?.items).entries()) {
      if (level !== undefined) check(level, `/complications/items/${index}/level`);
    }
    for (const [index, { level }] of each(measurements).entries()) {
      if (level !== undefined) check(level, `/measurements/${index}/level`);
    }
    for (const [index, { findings }] of each(imaging).entries()) {
      for (const [inner, { level }] of each(findings).entries()) {
        if (level !== undefined) check(level, `/imaging/${index}/findings/${inner}/level`);
      }
    }
  },
};
