import type { Shipment, WriteOutcome } from "../shipment/index.ts";

/** Keeps what the server holds now, so that what is sent next refers to it. */
export function remember({ known }: Shipment, outcomes: readonly WriteOutcome[]): void {
  for (const outcome of outcomes) if (outcome.answer === "done") known.set(outcome.part.fullUrl, outcome.known);
}
