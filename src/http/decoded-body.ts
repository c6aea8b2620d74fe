import { finished } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import type { Request } from "express";

/** gzip makes JSON of cases 5 to 60 times smaller; 200 times means that nothing is in it. */
const MAX_RATIO = 200;
/** What may come out before the proportion is looked at, since a short text may repeat itself. */
const FREE_BYTES = 1_000_000;
const CHUNK_BYTES = 65_536;

/**
 * The body as it comes in, decompressed where it was compressed. What is not read of it is let run off, so that the client
 * gets to read its answer.
 *
 * @throws Error with `status` in the iteration: 413 once what came out of a compressed body is out of all proportion to what
 *   of it was read so far, 400 when it is not compressed as it says or the client went away
 */
export async function* decodedBody(request: Request): AsyncGenerator<Uint8Array> {
  const gunzip = request.get("content-encoding")?.toLowerCase() === "gzip" ? gunzipOf(request) : undefined;
  const chunks: AsyncIterable<Uint8Array> = (gunzip ?? request).iterator({ destroyOnReturn: false });
  let given = 0;
  try {
    for await (const chunk of chunks) {
      given += chunk.length;
      if (gunzip !== undefined && given > FREE_BYTES + gunzip.bytesWritten * MAX_RATIO) throw refusal(413);
      yield chunk;
    }
  } catch (error) {
    throw (error as { readonly status?: unknown }).status === undefined ? refusal(400) : error;
  } finally {
    request.unpipe();
    request.resume();
    gunzip?.destroy();
  }
}

function gunzipOf(request: Request): Gunzip {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // `pipe` leaves what is behind it waiting when a client goes away, and `pipeline` would end the connection on a refusal.
  finished(request, { writable: false }, (error) => {
    if (error) gunzip.destroy(error);
  });
  return request.pipe(gunzip);
}

/** An error that becomes an answer of this status. */
export function refusal(status: 400 | 413): Error {
  return Object.assign(new Error("The body is refused."), { status });
}
