import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPressure, type PressureLimits, type PressureReason } from "../../../src/health/index.ts";
import { createApp, listen, type Service } from "../../../src/http/index.ts";

const LIMITS: PressureLimits = { minFreeDiskBytes: 1_000, maxEventLoopDelayMs: 250, maxQueueAgeMs: 60_000 };

const gauges = { freeDiskBytes: 5_000 as number | undefined, delayMs: 10, oldestMs: 0 as number | undefined };
let logged: string[];
let pressure: ReturnType<typeof createPressure>;
beforeEach(() => {
  Object.assign(gauges, { freeDiskBytes: 5_000, delayMs: 10, oldestMs: 0 });
  logged = [];
  pressure = watch(LIMITS);
});

const watch = (limits: PressureLimits) =>
  createPressure(limits, (event, fields) => logged.push(`${event} ${String(fields?.reason)}`), {
    freeDiskBytes: () => Promise.resolve(gauges.freeDiskBytes),
    eventLoopDelayMs: () => gauges.delayMs,
    hasOlderDelivery: (ageMs) => Promise.resolve(gauges.oldestMs === undefined ? undefined : gauges.oldestMs > ageMs),
  });

/** What is said after so many seconds. */
const after = async (seconds: number): Promise<PressureReason | undefined> => {
  for (let second = 0; second < seconds; second++) await pressure.look();
  return pressure.reason();
};

describe("back-pressure", () => {
  it("begins below the floor of free disk space and ends above it, and tells each once", async () => {
    expect(await after(2)).toBeUndefined();
    gauges.freeDiskBytes = 999;
    expect(await after(2)).toBe("disk");
    gauges.freeDiskBytes = 1_000;
    expect(await after(2)).toBeUndefined();
    expect(logged).toEqual(["back-pressure-began disk", "back-pressure-ended disk"]);
  });

  it("begins when the event loop was late in each of five seconds, and ends with one in time", async () => {
    gauges.delayMs = 251;
    expect(await after(4)).toBeUndefined();
    gauges.delayMs = 250;
    expect(await after(1)).toBeUndefined();
    gauges.delayMs = 251;
    expect(await after(5)).toBe("event-loop");
    gauges.delayMs = 10;
    expect(await after(1)).toBeUndefined();
  });

  it("begins when a delivery waits for too long, and is not ended by a store that cannot be asked", async () => {
    gauges.oldestMs = 60_001;
    // The outbox is asked every ten seconds.
    expect(await after(10)).toBe("queue-age");
    gauges.oldestMs = undefined;
    expect(await after(10)).toBe("queue-age");
    gauges.oldestMs = 60_000;
    expect(await after(10)).toBeUndefined();
  });

  it("looks at nothing that no limit names, and at no disk where there is none", async () => {
    Object.assign(gauges, { freeDiskBytes: undefined, delayMs: 9_999, oldestMs: 9_999_999 });
    pressure = watch({ minFreeDiskBytes: 1_000 });
    expect(await after(10)).toBeUndefined();
  });
});

describe("an app under pressure", () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  it("answers what would keep something 503 with Retry-After, and everything else as ever", async () => {
    gauges.freeDiskBytes = 0;
    await after(1);
    const app = createApp({
      pressure: pressure.reason,
      contract: "openapi: 3.1.0",
      log: () => undefined,
      metrics: { observeRequest: () => undefined, countRefusal: () => undefined },
    } as unknown as Service);
    const server = await listen(app, { host: "127.0.0.1", port: 0 });
    closing.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const json = { "content-type": "application/json" };
    const answers = await Promise.all([
      fetch(`${url}/cases`, { method: "POST", headers: json, body: "{}" }),
      fetch(`${url}/cases/A-1`, { method: "PUT", headers: { ...json, "if-match": '"1"' }, body: "{}" }),
      fetch(`${url}/cases/A-1`, { method: "DELETE", headers: { "if-match": '"1"' } }),
    ]);
    for (const answer of answers) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
      expect(await answer.text()).toContain("disk");
    }
    expect((await fetch(`${url}/openapi.yaml`)).status).toBe(200);
  });
});
