import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptPreview, initSite, NO_MOVES, previewSite, printSiteIssue, type Preview } from "../../site/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { print, printDocument } from "../output.ts";

/** `kypho init-site`: writes the skeleton of a site's folder. */
export async function initSiteCommand(folder: string): Promise<ExitCode> {
  for (const file of initSite(folder)) await print(`${join(folder, file)}\n`);
  return 0;
}

/** What `kypho preview` is asked for. */
export interface PreviewOptions {
  readonly site: string;
  /** Write the hash into the site's accepted.json. */
  readonly accept?: true;
  /** For programs. */
  readonly json?: true;
}

/**
 * `kypho preview`: what a site's set makes of our cohort otherwise than the package alone, for people or as JSON.
 *
 * @returns 1 when the set would be refused
 */
export async function previewCommand({ site, accept, json }: PreviewOptions): Promise<ExitCode> {
  const home = mkdtempSync(join(tmpdir(), "kypho-preview-"));
  try {
    const made = await previewSite(site, home);
    if (!made.ok) {
      if (json) await printDocument({ issues: made.issues });
      else for (const issue of made.issues) await print(`${printSiteIssue(issue)}\n`);
      return 1;
    }
    if (accept) acceptPreview(site, made.value.hash);
    const isAccepted = made.value.isAccepted || accept === true;
    if (json) await printDocument({ ...made.value, isAccepted });
    else await print(describe({ ...made.value, isAccepted }));
    return isAccepted && made.value.exampleIssues.length === 0 ? 0 : 1;
  } finally {
    rmSync(home, { recursive: true });
  }
}

function describe({ moves, hash, isAccepted, refusals, exampleIssues }: Preview): string {
  const lines = moves.map(({ resource, element, kind, count, caseCount, first: { name, before, after } }) => {
    const values = [before, after].map((value) => (value === undefined ? "nothing" : shorten(value)));
    return `${kind.padEnd(8)}${element}  (${resource}; ${count} in ${caseCount} cases; ${name}: ${values.join(" -> ")})`;
  });
  if (moves.length === 0) lines.push("No element of our cases changes.");
  for (const { name, issues } of refusals)
    lines.push(`refused ${name}: ${[...new Set(issues.map(({ rule, path = "" }) => `${rule} ${path}`))].join(", ")}`);
  for (const issue of exampleIssues) lines.push(`example ${printSiteIssue(issue)}`);
  const state = hash === NO_MOVES ? "nothing to accept" : isAccepted ? "accepted" : "not accepted";
  return `${lines.join("\n")}\nhash ${hash}: ${state}\n`;
}

const LONGEST_VALUE = 80;

function shorten(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}
