/**
 * UCUM: whether a text is a unit, and the same quantity in another unit.
 *
 * In: the table of prefixes and unit symbols that the build takes from UCUM's definition. Out: a check by the grammar and
 * a conversion. Displays of units are left to nobody: UCUM has none. https://ucum.org/ucum
 */
export { createUnits } from "./units.ts";
export type { Units } from "./units.ts";
export type { UnitAtom, UnitTable } from "./unit-table.ts";
