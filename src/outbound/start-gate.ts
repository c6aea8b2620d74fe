import type { Dispatcher } from "undici";

/** A request whose time was over when it could have gone out; nothing of it did. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
  readonly code = "outbound/too-late";

  constructor() {
    super("A request that may still go out was expected.");
  }
}

/**
 * Asks before a request is written, in the same turn of the event loop: however long it waited for its turn or for a connection,
 * and however long the process stood still meanwhile, what may not go out any more does not.
 */
export function startsOnlyIf(mayStart: () => boolean): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        if (!mayStart()) throw new StartRefused();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
      onRequestSent: () => handler.onRequestSent?.(),
      onBodySent: (chunk) => handler.onBodySent?.(chunk),
      onResponseStarted: () => handler.onResponseStarted?.(),
      onResponseStart: (...told) => handler.onResponseStart?.(...told),
      onResponseData: (...told) => handler.onResponseData?.(...told),
      onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
      onResponseError: (...told) => handler.onResponseError?.(...told),
    });
}
