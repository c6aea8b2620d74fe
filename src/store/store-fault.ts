import type { Issue, IssueCode } from "../fhir/index.ts";

/** What the world did to the store. */
export type StoreFaultCode = "store/full" | "store/busy" | "store/unavailable" | "store/serving" | "store/unfit";

/**
 * A read or write that failed for no fault of what was asked.
 *
 * Of a write that failed as `store/unavailable` it may be unknown whether it took effect: asking again is safe, since
 * the same content again changes nothing.
 */
export class StoreFault extends Error {
  override readonly name = "StoreFault";
  readonly code: StoreFaultCode;
  /** Whether asking again may help without anybody doing anything but making room. */
  readonly retryable: boolean;
  readonly issues: readonly Issue[];

  constructor(code: StoreFaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryable = code !== "store/serving" && code !== "store/unfit";
    this.issues = [{ severity: "error", code: ISSUE_CODES[code], rule: code, message }];
  }
}

const ISSUE_CODES: Readonly<Record<StoreFaultCode, IssueCode>> = {
  "store/full": "no-store",
  "store/busy": "lock-error",
  "store/unavailable": "transient",
  "store/serving": "lock-error",
  "store/unfit": "not-supported",
};
