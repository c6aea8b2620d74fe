import { indexTexts } from "./text-index.ts";

/** Whether no text stands twice in a list. */
export function areDistinctTexts(texts: readonly string[]): boolean {
  const index = indexTexts(texts.length);
  for (let at = 0; at < texts.length; at++) if (!index.add(texts[at] as string)) return false;
  return true;
}
