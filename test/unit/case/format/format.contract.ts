import { describe, expect, it } from "vitest";
import { type CaseFormat, type CaseText } from "../../../../src/case/format/index.ts";
import { MAX_DOCUMENT_BYTES } from "../../../../src/case/limits.ts";

const encoder = new TextEncoder();

/** The chunks of a text, `size` bytes each, all in one buffer that is filled anew, as a socket may do. */
export async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = encoder.encode(text);
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.set(part);
    yield await Promise.resolve(buffer.subarray(0, part.length));
  }
}

/** Everything that a format reads, with its bytes as text. */
export async function readAll(format: CaseFormat, text: string, size = 7): Promise<{ line: number; text: string }[]> {
  const cases: CaseText[] = [];
  for await (const found of format.read(chunksOf(text, size))) cases.push(found);
  return cases.map(({ line, bytes }) => ({ line, text: new TextDecoder().decode(bytes) }));
}

/** What every input format promises. */
export function describeFormat(format: CaseFormat): void {
  describe(`${String(format.mediaTypes[0])} as an input format`, () => {
    it("gives the bytes of a case as they were sent, however they are cut into chunks", async () => {
      const text = '{"a": "\u00e4\u20ac\ud83d\ude00"}';
      for (const size of [1, 2, 3, 1000]) expect(await readAll(format, text, size)).toEqual([{ line: 1, text }]);
    });

    it("cuts a case that is over the limit one byte after it", async () => {
      const [found] = await readAll(format, `"${"x".repeat(MAX_DOCUMENT_BYTES * 2)}"`, 65_536);
      expect(found?.text).toHaveLength(MAX_DOCUMENT_BYTES + 1);
    });

    it("takes a case of just the limit whole", async () => {
      const text = `"${"x".repeat(MAX_DOCUMENT_BYTES - 2)}"`;
      expect(await readAll(format, text, 65_536)).toEqual([{ line: 1, text }]);
    });
  });
}
