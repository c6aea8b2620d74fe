import { positionAt, readToken, type Token } from "../fhirpath/index.ts";
import type { Position } from "../fhir/index.ts";

/** Thrown to leave a rule that cannot be read; the parser goes on behind it. */
export class SyntaxFault extends Error {
  readonly at: Position;
  readonly rule: string;
  constructor(message: string, at: Position, rule = "fml/syntax") {
    super(message);
    this.at = at;
    this.rule = rule;
  }
}

/** The words of a map, one ahead. */
export interface Words {
  readonly text: string;
  peek(): Token;
  take(): Token;
  /** Where the next word stands. */
  here(): Position;
  /** Goes on at an offset, behind an expression that was read apart. */
  goTo(offset: number): void;
  /** Takes the next word if it is one of these, and gives it. */
  takeIf(...texts: readonly string[]): string | undefined;
  expect(text: string): void;
  expectName(what: string): string;
  expectString(what: string): string;
  /** The fault that something else was expected here. */
  fault(wanted: string): SyntaxFault;
}

export function createWords(text: string): Words {
  let next = readToken(text, 0);
  const words: Words = {
    text,
    peek: () => next,
    take() {
      const token = next;
      next = readToken(text, token.end);
      return token;
    },
    here: () => positionAt(text, next.start),
    goTo(offset) {
      next = readToken(text, offset);
    },
    takeIf(...texts) {
      return (next.kind === "symbol" || next.kind === "name") && texts.includes(next.text)
        ? words.take().text
        : undefined;
    },
    expect(wanted) {
      if (words.takeIf(wanted) === undefined) throw words.fault(`"${wanted}"`);
    },
    expectName(what) {
      if (next.kind !== "name" && next.kind !== "quoted-name") throw words.fault(what);
      return words.take().text;
    },
    expectString(what) {
      if (next.kind !== "string" && next.kind !== "double") throw words.fault(what);
      return words.take().text;
    },
    fault: (wanted: string) =>
      new SyntaxFault(
        `Expected ${wanted}, found ${next.kind === "end" ? "the end of the map" : `"${next.text}"`}.`,
        positionAt(text, next.start),
      ),
  };
  return words;
}
