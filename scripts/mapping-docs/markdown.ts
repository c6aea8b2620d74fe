/** One table of Markdown. Prettier leaves it alone, since padding hundreds of rows to equal width helps nobody. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  const lines = [line(heads), `|${heads.map(() => " --- |").join("")}`, ...rows.map(line)];
  return `<!-- prettier-ignore -->\n${lines.join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}

/** Text as code; an empty text stays empty. */
export function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}
