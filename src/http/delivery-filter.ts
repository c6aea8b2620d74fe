import type { Request } from "express";
import type { DeliveryFilter, DeliveryState } from "../store/index.ts";

/** The deliveries that a request's parameters name. */
export function readDeliveryFilter(request: Request): DeliveryFilter {
  const {
    state,
    destination,
    case: caseId,
    since,
    until,
  } = request.query as {
    readonly state?: DeliveryState;
    readonly destination?: string;
    readonly case?: string;
    readonly since?: string;
    readonly until?: string;
  };
  return {
    ...(state !== undefined && { state }),
    ...(destination !== undefined && { destination }),
    ...(caseId !== undefined && { caseId }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
}
