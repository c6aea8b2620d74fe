import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = join(import.meta.dirname, "../../docs/conformance.md");

const INTRODUCTION = `# Conformance

Each section is written by the run that it names; nothing here is written by hand. The suites of others lie in the folder
that \`KYPHO_SUITES\` names (default \`../shared/conformance\`). Disagreements stand in \`test/conformance/ledger.json\`
with their reasons; one that is not there, or that is there and no longer happens, fails the run.
`;

/**
 * Writes one section of docs/conformance.md and leaves the others as they are.
 *
 * @param title the section's heading, which is its identity
 * @param body  Markdown without headings of the first two levels
 */
export function writeSection(title: string, body: string): void {
  writeFileSync(PAGE, withSection(readPage(), title, body));
}

/** The page with one section replaced, or added in the order of the alphabet. */
export function withSection(page: string, title: string, body: string): string {
  const [, ...sections] = page.split(/^## /m);
  const others = sections.filter((section) => !section.startsWith(`${title}\n`)).map((section) => section.trimEnd());
  const all = [...others, `${title}\n\n${body.trim()}`].sort();
  return [INTRODUCTION, ...all.map((section) => `## ${section}\n`)].join("\n");
}

function readPage(): string {
  try {
    return readFileSync(PAGE, "utf8");
  } catch {
    return INTRODUCTION;
  }
}
