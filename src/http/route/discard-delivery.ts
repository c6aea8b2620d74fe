import type { Request, Response } from "express";
import { actOnDelivery } from "../../store/index.ts";
import { readIntakeRequest } from "../intake-request.ts";
import { requestIssue, sendIssues } from "../outcome-response.ts";
import { readBody } from "../read-body.ts";
import { sendAction } from "../send-action.ts";
import type { Service } from "./service.ts";

const MAX_BYTES = 10_000;
const MAX_REASON = 1_000;

/** `POST /deliveries/{id}/discard`: gives it up, with a reason and a name. */
export async function discardDeliveryRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const reason = readReason(await readBody(request, MAX_BYTES));
  if (reason === undefined) {
    const message = `An object with a reason of at most ${MAX_REASON} characters was expected.`;
    sendIssues(response, 400, [requestIssue("reason", "required", message)]);
    return;
  }
  const { actor } = readIntakeRequest(request, response);
  const effect = await actOnDelivery(intake.store, { id: Number(id), actor, action: "discard", reason });
  await sendAction(intake.store, response, Number(id), effect);
}

function readReason(bytes: Uint8Array): string | undefined {
  try {
    const body: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const { reason } = Object(body) as { readonly reason?: unknown };
    return typeof reason === "string" && /\S/.test(reason) && reason.length <= MAX_REASON ? reason : undefined;
  } catch {
    return undefined;
  }
}
