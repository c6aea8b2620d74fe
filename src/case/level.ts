import { LEVEL_OF_SPELLING } from "../../build/schemas/levels.js";
import type { CaseDraft } from "./draft.ts";

/** One entry of a case's levels, as the rules read it. */
export type LevelDraft = NonNullable<CaseDraft["levels"]>[number];

/** The level that a spelling means: the synonyms stand in the ConceptMap `vertebral-level`. */
export function levelOf(spelling: string): string {
  return LEVEL_OF_SPELLING.get(spelling) ?? spelling;
}

/** Whether the level was treated, wholly or until the session stopped. */
export function isTreated(level: LevelDraft): boolean {
  return level.status !== "not-done";
}
