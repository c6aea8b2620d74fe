import type { Issue } from "../fhir/index.ts";

/** What the world did to a delivery; whether it took effect is unknown when no answer came. */
export type DeliveryFaultCode =
  | "delivery/unreachable"
  | "delivery/timeout"
  | "delivery/answer-unreadable"
  | "delivery/unauthorized"
  | "delivery/no-token"
  | "delivery/throttled"
  | "delivery/server-error";

/** A delivery that failed for no fault of the bundle: the same bundle may be sent again. */
export class DeliveryFault extends Error {
  override readonly name = "DeliveryFault";
  readonly code: DeliveryFaultCode;
  /** Whether sending it again may help without anybody doing anything. */
  readonly retryable: boolean;
  /** What the server said, or one issue in our words. */
  readonly issues: readonly Issue[];
  /** As the server asked in `Retry-After`. */
  readonly retryAfterSeconds?: number;

  constructor(code: DeliveryFaultCode, issues: readonly Issue[], options: DeliveryFaultOptions) {
    super(issues[0]?.message ?? code, { cause: options.cause });
    this.code = code;
    this.issues = issues;
    this.retryable = options.retryable;
    if (options.retryAfterSeconds !== undefined) this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export interface DeliveryFaultOptions {
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}
