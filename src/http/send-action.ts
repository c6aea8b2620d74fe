import type { Response } from "express";
import { readDelivery, type ActionEffect, type Store } from "../store/index.ts";
import { describeListed } from "./delivery-response.ts";
import { requestIssue, sendIssues, sendUnknownDelivery } from "./outcome-response.ts";

/** Answers with the delivery as it is after somebody acted on it, or says why nothing was done. */
export async function sendAction(store: Store, response: Response, id: number, effect: ActionEffect): Promise<void> {
  if (effect.outcome === "refused") {
    const message = `A delivery that is dead or pending was expected, found one that is ${effect.state}.`;
    sendIssues(response, 409, [requestIssue("delivery-state", "conflict", message)]);
    return;
  }
  const found = effect.outcome === "done" ? await readDelivery(store, id) : undefined;
  if (!found) {
    sendUnknownDelivery(response);
    return;
  }
  const { attempts: _, ...delivery } = found;
  response.json(describeListed(delivery));
}
