import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { parseExactly } from "../fhir/index.ts";
import { printJson } from "../json/index.ts";
import type { ConformantBundle } from "../profile/index.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Packs a bundle for its row: zstd over its JSON, in a thread beside the event loop. */
export function packBundle(bundle: ConformantBundle): Promise<Uint8Array> {
  return compress(printJson(bundle));
}

/** Gives the JSON that was packed. */
export async function unpackBundle(packed: Uint8Array): Promise<string> {
  return (await decompress(packed)).toString("utf8");
}

/** Reads a bundle that was accepted before it was stored, decimals with the digits they had. */
export function readBundle(json: string): ConformantBundle {
  return parseExactly(json) as ConformantBundle;
}
