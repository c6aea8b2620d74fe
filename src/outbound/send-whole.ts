import type { Dispatcher } from "undici";

/** A request whose time was over when it could have gone out; nothing of it did. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
  readonly code = "outbound/too-late";

  constructor() {
    super("A request that may still go out was expected.");
  }
}

/** One request, as it goes out. */
export interface WholeRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly signal: AbortSignal | undefined;
  /**
   * Asked before the request is written, in the same turn of the event loop: however long it waited for its turn or for a
   * connection, and however long the process stood still meanwhile, what may not go out any more does not.
   */
  readonly mayStart: (() => boolean) | undefined;
}

type Head = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>;

/**
 * Sends a request and resolves with the whole answer: streams would cost several times what the exchange does (1 ms, measured), and
 * nobody wants a part.
 *
 * @throws StartRefused, the signal's reason, or what the way failed with
 */
export function sendWhole(dispatcher: Dispatcher, request: WholeRequest): Promise<Response> {
  const { url, method, headers, body, signal, mayStart } = request;
  return new Promise((resolve, reject) => {
    let started: Dispatcher.DispatchController | undefined;
    let head: Head | undefined;
    const chunks: Buffer[] = [];
    const abort = (): void => {
      const reason = signal?.reason as Error;
      reject(reason);
      started?.abort(reason);
    };
    const end = (): void => signal?.removeEventListener("abort", abort);
    signal?.addEventListener("abort", abort);
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body },
      {
        onRequestStart(controller) {
          signal?.throwIfAborted();
          if (mayStart?.() === false) throw new StartRefused();
          started = controller;
        },
        onResponseStart: (...told) => void (head = told),
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd() {
          const [, status, told] = head as Head;
          resolve(toResponse(status, told, chunks));
          end();
        },
        onResponseError(_, error) {
          reject(error);
          end();
        },
      },
    );
  });
}

/** https://fetch.spec.whatwg.org/#null-body-status */
const WITHOUT_BODY = new Set([204, 205, 304]);

function toResponse(status: number, told: Head[2], chunks: readonly Buffer[]): Response {
  const headers = Object.entries(told).flatMap(([name, value = ""]) =>
    Array.isArray(value) ? value.map((one): [string, string] => [name, one]) : [[name, value] as [string, string]],
  );
  const body = WITHOUT_BODY.has(status) ? null : Buffer.concat(chunks);
  return new Response(body, { status, headers });
}
