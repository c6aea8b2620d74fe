import autocannon from "autocannon";
import { typicalCase } from "./typical-case.ts";

/** What a load of single cases came to. */
export interface IntakeFigures {
  readonly casesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 201. */
  readonly otherCount: number;
}

/** Posts cases, each a new one, over ten connections as fast as they are answered. */
export async function measureIntake(url: string, seconds: number, prefix: string): Promise<IntakeFigures> {
  let count = 0;
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
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
    casesPerSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    otherCount: result.non2xx + result.errors + result.timeouts,
  };
}
