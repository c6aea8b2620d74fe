import { report, type RuleIdentity, type Run } from "../../fhirpath/runtime/index.ts";

/** How a text may be written. */
export type EscapeForm = "text" | "html" | "xml" | "json" | "url";
export const escapeForms: ReadonlySet<EscapeForm> = new Set(["text", "html", "xml", "json", "url"]);

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);
const characters: ReadonlyMap<string, string> = new Map([...entities].map(([letter, entity]) => [entity, letter]));

/** Reads a text in one form and writes it in another; one that is not of the form is an issue and gives nothing. */
export function escapeText(
  written: string,
  from: EscapeForm,
  to: EscapeForm,
  run: Run,
  rule: RuleIdentity,
): string | undefined {
  try {
    return escaped(unescaped(written, from), to);
  } catch {
    report(run, rule, "fml/escape", `Expected a text escaped as ${from}, found another.`);
    return undefined;
  }
}

function escaped(text: string, to: EscapeForm): string {
  switch (to) {
    case "text":
      return text;
    case "html":
    case "xml":
      return text.replaceAll(/[&<>"']/g, (letter) => entities.get(letter) ?? letter);
    case "json":
      return JSON.stringify(text).slice(1, -1);
    case "url":
      return encodeURIComponent(text);
  }
}

function unescaped(text: string, from: EscapeForm): string {
  switch (from) {
    case "text":
      return text;
    case "html":
    case "xml":
      return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|\w+);/gi, (entity, ten?: string, sixteen?: string) => {
        if (ten !== undefined) return String.fromCodePoint(Number(ten));
        if (sixteen !== undefined) return String.fromCodePoint(Number.parseInt(sixteen, 16));
        return entity === "&apos;" ? "'" : (characters.get(entity) ?? entity);
      });
    case "json":
      return JSON.parse(`"${text}"`) as string;
    case "url":
      return decodeURIComponent(text);
  }
}
