/** The bytes of one case, as they stood in what was sent. */
export interface CaseText {
  /** The line on which the case begins, from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** A way to write cases: one document, or many in a row. */
export interface CaseFormat {
  /** Without parameters, in lower case; the first one is its proper name. */
  readonly mediaTypes: readonly string[];
  /** Whether it holds any number of cases, so that a bad one spoils only itself. */
  readonly many: boolean;
  /**
   * Cuts a stream into cases, in order and in constant memory. A case over the size limit is cut off one byte after
   * it and its rest is skipped, so that `validateCase` refuses it by its size.
   */
  read(source: AsyncIterable<Uint8Array>): AsyncIterable<CaseText>;
}
