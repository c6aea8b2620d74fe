import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A study has at least the series and instances that are listed. */
export const seriesCount: Rule = {
  id: "case/series-count",
  code: "invariant",
  check({ imaging }, report) {
    for (const [index, study] of each(imaging).entries()) {
      const series = each(study.series);
      if (study.numberOfSeries !== undefined && study.numberOfSeries < series.length) {
        report(
          `/imaging/${index}/numberOfSeries`,
          `Expected at least the ${series.length} listed series, found fewer.`,
        );
      }
      for (const [number, { numberOfInstances, instances }] of series.entries()) {
        const listed = each(instances).length;
        if (numberOfInstances === undefined || numberOfInstances >= listed) continue;
        report(
          `/imaging/${index}/series/${number}/numberOfInstances`,
          `Expected at least the ${listed} listed instances, found fewer.`,
        );
      }
    }
  },
};
