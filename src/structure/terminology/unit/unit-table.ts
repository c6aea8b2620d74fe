/** One unit that UCUM defines by a symbol of its own. */
export interface UnitAtom {
  /** May stand behind a prefix. */
  readonly isMetric: boolean;
  /** How many of the base units it is. */
  readonly magnitude: number;
  /** Exponents of UCUM's seven base units. */
  readonly dimensions: readonly number[];
  /** On no ratio scale, or without a defined size: compared with itself alone, save for temperatures. */
  readonly scale: "ratio" | "special" | "arbitrary";
}

/** UCUM's prefixes and units by their case-sensitive symbol, https://ucum.org/ucum#section-Tables-of-Terminal-Symbols */
export interface UnitTable {
  readonly prefixes: Readonly<Record<string, number>>;
  readonly atoms: Readonly<Record<string, UnitAtom>>;
}
