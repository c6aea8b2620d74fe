import type { Column } from "./printed.ts";

/** One figure of the study beside that of the cohort: a row of the page. */
export interface Figure {
  readonly name: string;
  readonly column: Column;
  readonly printed: string;
  readonly inCohort: string;
  readonly isReachable: boolean;
  /** Why it cannot be reached, or what is to be known of it. */
  readonly why: string;
}

/** The names of the columns, as the page writes them. */
export const COLUMN_NAMES: Readonly<Record<Column, string>> = {
  "osteoporotic-fracture": "osteoporosis",
  "vertebral-tumour": "tumour",
  total: "total",
};

/** A number with so many digits after the point. */
export function decimals(value: number, count: number): string {
  return value.toFixed(count);
}
