import type { Issue } from "../../../src/fhir/index.ts";
import type { Mutant } from "./corpus.ts";

/** How the validator took one mutant. */
export type Judgement = "right" | "missed" | "elsewhere" | "false alarm" | "crash";

/** Whether a breaking change is found where it is, and a harmless one left alone; no issues at all mean a crash. */
export function judge(mutant: Mutant, issues: readonly Issue[] | undefined): Judgement {
  if (issues === undefined) return "crash";
  const errors = issues.filter(({ severity }) => severity === "error" || severity === "fatal");
  if (mutant.expect === "valid") return errors.length === 0 ? "right" : "false alarm";
  if (errors.length === 0) return "missed";
  return errors.some(({ path = "" }) => isPlace(mutant, path)) ? "right" : "elsewhere";
}

/** The element itself, what lies in it, or a place that is as right. */
function isPlace({ element, nearby }: Mutant, path: string): boolean {
  if (path === element || nearby.includes(path)) return true;
  return element.includes(".") && (path.startsWith(`${element}.`) || path.startsWith(`${element}[`));
}
