import type { Request, Response } from "express";
import { noteDestination, UNTIL_RESUMED, type DestinationNote } from "../../store/index.ts";
import { readIntakeRequest } from "../intake-request.ts";
import { sendDestination } from "./read-destination.ts";
import type { Service } from "./service.ts";

/** `POST /destinations/{name}/pause`: sends nothing there until it is resumed. */
export function pauseDestinationRoute(service: Service, request: Request, response: Response): Promise<void> {
  const change = { pausedUntil: UNTIL_RESUMED, pausedReason: "operator" };
  return steer(service, request, response, "destination-paused", change);
}

/** `POST /destinations/{name}/resume`: ends every pause and closes the circuit breaker. */
export function resumeDestinationRoute(service: Service, request: Request, response: Response): Promise<void> {
  const change = { pausedUntil: null, pausedReason: null, breaker: null };
  return steer(service, request, response, "destination-resumed", change);
}

/** `POST /destinations/{name}/reread`: asks it anew what it can do, before anything else is sent. */
export function rereadDestinationRoute(service: Service, request: Request, response: Response): Promise<void> {
  return steer(service, request, response, "destination-reread", { abilityAt: null });
}

async function steer(
  service: Service,
  request: Request,
  response: Response,
  action: string,
  change: DestinationNote["change"],
): Promise<void> {
  const { name } = request.params as { name: string };
  const { actor } = readIntakeRequest(request, response);
  await noteDestination(service.intake.store, { name, change, audit: { actor, action } });
  await sendDestination(service, response, name);
}
