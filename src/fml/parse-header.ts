/** The identity of a map that has no `map` line. */
export interface Header {
  readonly url?: string;
  readonly name?: string;
}

const line = /^[ \t]*\/\/\/[ \t]*(url|name)[ \t]*=[ \t]*(?:'([^'\n]*)'|"([^"\n]*)")/gm;

/** Reads `/// url = '…'` and `/// name = '…'`; in R4 they are comments, later releases write a map's identity so. */
export function readHeader(text: string): Header {
  const found: Record<string, string> = {};
  for (const [, field, single, double] of text.matchAll(line)) found[field ?? ""] ??= single ?? double ?? "";
  return found;
}
