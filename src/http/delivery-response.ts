import { toOperationOutcome, type Issue } from "../fhir/index.ts";
import {
  UNTIL_RESUMED,
  type ListedDelivery,
  type QueueFigures,
  type StoredAttempt,
  type StoredDestination,
} from "../store/index.ts";

/** A delivery as openapi.yaml shows it; issues of its last attempt as an OperationOutcome. */
export function describeListed(delivery: ListedDelivery): object {
  const { createdAt, dueAt, settledAt, outcome, reason, actor, ...shown } = delivery;
  return {
    ...shown,
    createdAt: instant(createdAt),
    ...(delivery.state === "pending" && { dueAt: instant(dueAt) }),
    ...(settledAt !== null && { settledAt: instant(settledAt) }),
    ...(outcome !== null && { outcome: JSON.parse(outcome) as object }),
    ...(reason !== null && { reason }),
    ...(actor !== null && { actor }),
  };
}

/** An attempt as openapi.yaml shows it. */
export function describeAttempt({ startedAt, endedAt, status, issues, ...attempt }: StoredAttempt): object {
  return {
    ...attempt,
    startedAt: instant(startedAt),
    endedAt: instant(endedAt),
    ...(status !== null && { status }),
    ...(issues !== null && { outcome: toOperationOutcome(JSON.parse(issues) as readonly Issue[]) }),
  };
}

/** A destination as openapi.yaml shows it: how it is sent to, how it stands, and what waits for it. */
export function describeDestination(
  destination: StoredDestination,
  queue: QueueFigures | undefined,
  now: number,
): object {
  const { name, baseUrl, enrolledAt, ability, abilityAt, breaker, pausedUntil, pausedReason, lagMs } = destination;
  const { strategy, isStrategySet, ...profile } = (ability === null ? {} : JSON.parse(ability)) as {
    readonly strategy?: string;
    readonly isStrategySet?: boolean;
  };
  const isPaused = pausedUntil !== null && pausedUntil > now;
  const { state, until } = (breaker === null ? { state: "closed" } : JSON.parse(breaker)) as {
    readonly state: string;
    readonly until?: number;
  };
  return {
    name,
    baseUrl,
    enrolledAt: instant(enrolledAt),
    ...(strategy !== undefined && { strategy, isStrategySet: isStrategySet ?? false }),
    ...(abilityAt !== null && { profile, profileAt: instant(abilityAt) }),
    breaker: { state, ...(until !== undefined && { until: instant(until) }) },
    ...(isPaused && {
      paused: { reason: pausedReason, ...(pausedUntil < UNTIL_RESUMED && { until: instant(pausedUntil) }) },
    }),
    ...(lagMs !== null && { lagMs }),
    ...(destination.probe !== null && { probe: JSON.parse(destination.probe) as object }),
    ...(destination.probeAt !== null && { probeAt: instant(destination.probeAt) }),
    queue: {
      depth: queue?.depth ?? 0,
      deadCount: queue?.deadCount ?? 0,
      ...(queue?.oldestAt !== null && queue?.oldestAt !== undefined && { oldestAt: instant(queue.oldestAt) }),
    },
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
