/**
 * Texts of one origin, such as names and addresses, told apart by their last characters.
 *
 * In: texts; out: whether one stands twice, and at what place a text stands. Knows nothing of what the texts say.
 */
export { areDistinctTexts } from "./distinct-texts.ts";
export { indexTexts, type TextIndex } from "./text-index.ts";
