import type { Issue } from "../fhir/index.ts";

/** What the world did to a delivery that nobody tries again; whether it took effect is unknown when no answer came. */
export class DeliveryFault extends Error {
  override readonly name = "DeliveryFault";
  /** The rule of the first issue. */
  readonly code: string;
  /** Whether sending it again may help without anybody doing anything. */
  readonly retryable: boolean;
  /** What the server said, or one issue in our words. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], { retryable }: { readonly retryable: boolean }) {
    super(issues[0]?.message ?? "The delivery failed.");
    this.code = issues[0]?.rule ?? "delivery/failed";
    this.issues = issues;
    this.retryable = retryable;
  }
}
