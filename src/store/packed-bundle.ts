import { promisify } from "node:util";
import { zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from "node:zlib";
import { parseExactly } from "../fhir/index.ts";
import { printJson } from "../json/index.ts";
import type { ConformantBundle } from "../profile/index.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Up to here handing the work to another thread takes longer than the work, 0.1 ms (measured); characters, or bytes packed. */
const SMALL = { text: 200_000, packed: 20_000 };

/** Packs a bundle for its row: zstd over its JSON; a large one in a thread beside the event loop. */
export async function packBundle(bundle: ConformantBundle): Promise<Uint8Array> {
  const text = printJson(bundle);
  return text.length <= SMALL.text ? zstdCompressSync(text) : compress(text);
}

/** Gives the JSON that was packed. */
export async function unpackBundle(packed: Uint8Array): Promise<string> {
  const bytes = packed.length <= SMALL.packed ? zstdDecompressSync(packed) : await decompress(packed);
  return bytes.toString("utf8");
}

/** Reads a bundle that was accepted before it was stored, decimals with the digits they had. */
export function readBundle(json: string): ConformantBundle {
  return parseExactly(json) as ConformantBundle;
}
