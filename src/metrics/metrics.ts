import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What waits at a destination, as figures show it. */
export interface QueueFigure {
  readonly destination: string;
  readonly state: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly oldestAt: number;
}

/** What figures are asked for when they are read. */
export interface MetricsSources {
  readonly readQueue: () => Promise<readonly QueueFigure[]>;
  readonly freeDiskBytes: () => number | undefined;
  readonly now: () => number;
  readonly version: string;
}

/** The figures of one service. Labels are names of ours and codes, so that nothing of a case can stand in them. */
export interface Metrics {
  observeRequest(operation: string, status: number, elapsedMs: number): void;
  readonly observeAttempt: (attempt: {
    readonly destination: string;
    readonly answerClass: string;
    readonly elapsedMs: number;
  }) => void;
  countRefusal(reason: string): void;
  /** The text format of Prometheus. */
  render(): Promise<string>;
  readonly contentType: string;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
const DELIVERY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Makes the figures of a service, with those of Node.js beside them (event loop, memory, garbage collection). */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "kypho_http_request_seconds",
    help: "HTTP requests by operation of openapi.yaml and status.",
    labelNames: ["operation", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const attempts = new Histogram({
    name: "kypho_delivery_attempt_seconds",
    help: "Attempts at deliveries by destination and class of the answer.",
    labelNames: ["destination", "class"],
    buckets: DELIVERY_SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: "kypho_refused_total",
    help: "Requests refused before they were looked at: back-pressure, rate and login.",
    labelNames: ["reason"],
    registers,
  });
  addQueue(sources, registry);
  addStore(sources, registry);
  return {
    observeRequest: (operation, status, elapsedMs) =>
      requests.observe({ operation, status: String(status) }, elapsedMs / 1000),
    observeAttempt: ({ destination, answerClass, elapsedMs }) =>
      attempts.observe({ destination, class: answerClass }, elapsedMs / 1000),
    countRefusal: (reason) => refusals.inc({ reason }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** One look at the outbox fills both figures: the first is asked, and the second set beside it. */
function addQueue({ readQueue, now }: MetricsSources, registry: Registry): void {
  const labelNames = ["destination", "state"];
  const oldest = new Gauge({
    name: "kypho_queue_oldest_seconds",
    help: "Age of the oldest delivery that waits, by destination and state.",
    labelNames,
    registers: [],
  });
  const depth: Gauge = new Gauge({
    name: "kypho_queue_deliveries",
    help: "Deliveries that wait, by destination and state.",
    labelNames,
    registers: [registry],
    async collect() {
      const rows = await readQueue();
      depth.reset();
      oldest.reset();
      for (const { destination, state, count, oldestAt } of rows) {
        depth.set({ destination, state }, count);
        oldest.set({ destination, state }, Math.max(0, now() - oldestAt) / 1000);
      }
    },
  });
  // After the one that fills it.
  registry.registerMetric(oldest);
}

function addStore({ freeDiskBytes, version }: MetricsSources, registry: Registry): void {
  const free: Gauge = new Gauge({
    name: "kypho_store_free_bytes",
    help: "Free bytes on the disk of the data folder.",
    registers: [registry],
    collect() {
      const bytes = freeDiskBytes();
      if (bytes !== undefined) free.set(bytes);
    },
  });
  new Gauge({
    name: "kypho_info",
    help: "The version that runs.",
    labelNames: ["version"],
    registers: [registry],
  }).set({ version }, 1);
}
