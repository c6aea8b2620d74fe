import autocannon from "autocannon";
import { typicalCase } from "./typical-case.ts";

/** What a load of single cases came to. */
export interface IntakeFigures {
  readonly casesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly createdCount: number;
  /** Answers that were not 201, and requests without one. */
  readonly otherCount: number;
}

/**
 * Posts cases, each a new one, over ten connections.
 *
 * @param rate so many a second; as fast as they are answered where it is left out
 */
export async function measureIntake(
  url: string,
  seconds: number,
  prefix: string,
  rate?: number,
): Promise<IntakeFigures> {
  let count = 0;
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        method: "POST",
        path: "/cases",
        headers: { "content-type": "application/json" },
        setupRequest: (request) => ({ ...request, body: typicalCase(`${prefix}-${count++}`) }),
      },
    ],
  });
  return {
    casesPerSecond: result["2xx"] / result.duration,
    createdCount: result["2xx"],
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    otherCount: result.non2xx + result.errors + result.timeouts,
  };
}
