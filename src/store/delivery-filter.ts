import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import { caseKeyOf } from "./case-change.ts";
import type { DeliveryState, Tables } from "./tables.ts";

/** Which deliveries are meant; all that is given must hold. */
export interface DeliveryFilter {
  readonly state?: DeliveryState;
  readonly destination?: string;
  readonly caseId?: string;
  /** Enqueued at this time or later, milliseconds since 1970. */
  readonly since?: number;
  /** Enqueued before this time. */
  readonly until?: number;
}

type Builder = ExpressionBuilder<Tables & { d: Tables["deliveries"] }, "d">;

/** The condition of a filter. */
export function fitting(filter: DeliveryFilter): (eb: Builder) => ExpressionWrapper<never, never, SqlBool> {
  const { state, destination, caseId, since, until } = filter;
  return (eb) =>
    eb.and([
      ...(state === undefined ? [] : [eb("d.state", "=", state)]),
      ...(destination === undefined ? [] : [eb("d.destination", "=", destination)]),
      ...(caseId === undefined ? [] : [eb("d.caseKey", "=", caseKeyOf(caseId))]),
      ...(since === undefined ? [] : [eb("d.createdAt", ">=", since)]),
      ...(until === undefined ? [] : [eb("d.createdAt", "<", until)]),
    ]);
}
