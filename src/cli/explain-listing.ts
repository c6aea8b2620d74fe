import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import type { ExplainedElement, ExplainedField, Explanation } from "../explain/index.ts";
import type { InputPlace, MapPlace, UnfiredRule } from "../mapping/index.ts";
import { packageFile } from "../system/index.ts";

type Format = Parameters<typeof styleText>[0];

/** How a listing is written. */
export interface ListingOptions {
  /** The document as it was received, and the line of its file on which it begins. */
  readonly text: string;
  readonly firstLine: number;
  /** Characters in a line. */
  readonly width: number;
  readonly colours: boolean;
  /** With what decided about an element, and not only whose value it carries. */
  readonly withReasons: boolean;
}

const ARROW = " → ";

/** Writes an explanation for people: for each element the line of the input, the line of the map and what it became, side by side. */
export function listExplanation(explanation: Explanation, options: ListingOptions): string {
  const listing = new Listing(options);
  const { elements, fields, unread, unfired } = explanation;
  let heading = "";
  for (const element of elements) {
    const entry = /^Bundle\.entry\[\d+\]/.exec(element.path)?.[0] ?? "Bundle";
    const above = element.resourceType === undefined ? entry : `${entry} ${element.resourceType}`;
    if (above !== heading) listing.heading(above);
    heading = above;
    listing.element(element, entry);
  }
  const asked = fields.filter(({ became, decided }) => became.length + decided.length > 0);
  if (asked.length > 0) listing.heading("What fields became");
  for (const field of asked) listing.field(field);
  if (unread.length > 0) listing.heading("Fields that no rule read");
  for (const place of unread) listing.unread(place);
  if (unfired.length > 0) listing.heading("Rules that did not fire");
  for (const rule of unfired) listing.unfired(rule);
  return listing.text();
}

class Listing {
  readonly #lines: string[] = [];
  readonly #options: ListingOptions;
  readonly #input: readonly string[];
  readonly #maps = new Map<string, readonly string[]>();
  readonly #column: number;

  constructor(options: ListingOptions) {
    this.#options = options;
    this.#input = options.text.split(/\r\n|\r|\n/);
    this.#column = Math.max(24, Math.floor((options.width - 2 * ARROW.length) / 3));
  }

  heading(text: string): void {
    if (this.#lines.length > 0) this.#lines.push("");
    this.#lines.push(this.#paint("bold", text));
  }

  element({ path, value, origin }: ExplainedElement, entry: string): void {
    const { from, because, map, step } = origin;
    const name = path.slice(entry.length + 1) || path;
    const output = `${name} = ${JSON.stringify(value)}`;
    const [first, ...rest] = from;
    const left = first ? this.#inputLine(first) : step === "revise" ? "an earlier version" : "constant";
    this.#row(left, map ? this.#mapLine(map) : "", output, first === undefined);
    for (const place of rest) this.#row(this.#inputLine(place), "", "", false);
    if (!this.#options.withReasons) return;
    const reasons = because.filter((place) => !from.includes(place)).map(describePlace);
    if (reasons.length > 0) this.#lines.push(this.#paint("dim", `     because of ${reasons.join(", ")}`));
    for (const { conceptMap, row, code, target } of origin.conceptMaps) {
      this.#lines.push(this.#paint("dim", `     through ${conceptMap} ${row}: ${code} → ${target}`));
    }
  }

  field({ place, became, decided }: ExplainedField): void {
    this.#lines.push(this.#paint("cyan", this.#inputLine(place)));
    for (const path of became) this.#lines.push(`     became ${this.#paint("green", path)}`);
    if (decided.length === 0) return;
    const byEntry = Map.groupBy(decided, (path) => /^Bundle\.entry\[\d+\]/.exec(path)?.[0] ?? "Bundle");
    const shown = [...byEntry].map(([entry, paths]) => `${paths.length} of ${entry}`);
    this.#lines.push(this.#paint("dim", `     decided more elements: ${shown.join(", ")}`));
  }

  unread(place: InputPlace): void {
    this.#lines.push(this.#paint("yellow", `${this.#inputLine(place)}  (${place.pointer})`));
  }

  unfired({ map, reason, where, source, because, into }: UnfiredRule): void {
    const places = (reason === "where" ? because : source).map(describePlace).join(", ");
    const why = reason === "where" ? `not met: ${where ?? "its condition"} (${places})` : `empty: ${places}`;
    this.#lines.push(`${this.#paint("magenta", `${map.file}:${map.line}`)} ${into.join(", ")}`);
    this.#lines.push(`     ${why}`);
  }

  text(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  #row(input: string, map: string, output: string, isConstant: boolean): void {
    const cells = [
      this.#paint(isConstant ? "dim" : "cyan", this.#cell(input)),
      this.#paint("magenta", this.#cell(map)),
      this.#paint("green", output),
    ];
    this.#lines.push(cells.join(map === "" ? " ".repeat(ARROW.length) : ARROW).trimEnd());
  }

  #cell(text: string): string {
    const width = this.#column;
    return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
  }

  #inputLine(place: InputPlace): string {
    const { pointer, position, state } = place;
    if (state === "configured") return `     ${pointer} (filled in by configuration)`;
    if (pointer === "") return "     the whole document";
    if (position === undefined) return `     ${pointer}`;
    const line = this.#input[position.line - this.#options.firstLine] ?? "";
    // A document in one line is shown from where the value stands.
    const text = line.length > 200 ? line.slice(Math.max(0, position.column - 40)) : line;
    return `${String(position.line).padStart(4)} ${printable(text.trim())}`;
  }

  #mapLine({ file, line }: MapPlace): string {
    const lines = this.#maps.get(file) ?? readFileSync(packageFile(file), "utf8").split("\n");
    this.#maps.set(file, lines);
    return `${file.replace(/^.*\//, "")}:${line} ${(lines[line - 1] ?? "").trim()}`;
  }

  #paint(format: Format, text: string): string {
    return this.#options.colours ? styleText(format, text, { validateStream: false }) : text;
  }
}

function describePlace({ pointer, position, state }: InputPlace): string {
  const where = position === undefined ? "" : ` ${position.line}:${position.column}`;
  return `${pointer || "the document"}${state === "absent" ? " (absent)" : where}`;
}

/** Without what would move a terminal's cursor. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- it is these that must go
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}
