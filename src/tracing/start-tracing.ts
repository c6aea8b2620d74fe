/** One thing that was done, told once it is over. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: "server" | "client";
  readonly elapsedMs: number;
  readonly isFailed: boolean;
  /** Names of ours, codes and numbers; nothing of a case. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The `traceparent` that a request came with, https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly parent?: string | undefined;
}

/** Takes spans and sends them in batches. */
export interface Tracing {
  readonly record: (span: FinishedSpan) => void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const CLOSE_MS = 5_000;

/**
 * Starts to send traces to an OpenTelemetry collector by OTLP over HTTP. Nothing of the packages for it is loaded before this is
 * called.
 *
 * @param endpoint the collector's base URL, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it
 */
export async function startTracing(endpoint: string, version: string): Promise<Tracing> {
  const [api, sdk, otlp, resources] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const exporter = new otlp.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": "kypho-fhir", "service.version": version }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("kypho-fhir", version);
  return {
    record({ name, kind, elapsedMs, isFailed, attributes, parent }) {
      const endedAt = Date.now();
      const remote = readParent(parent);
      const context = remote
        ? api.trace.setSpanContext(api.ROOT_CONTEXT, { ...remote, isRemote: true })
        : api.ROOT_CONTEXT;
      const spanKind = kind === "server" ? api.SpanKind.SERVER : api.SpanKind.CLIENT;
      const span = tracer.startSpan(name, { startTime: endedAt - elapsedMs, kind: spanKind, attributes }, context);
      if (isFailed) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end(endedAt);
    },
    async close() {
      // A collector that is gone must not hold up the end of the process.
      const given = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), given]);
    },
  };
}

function readParent(
  header: string | undefined,
): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } | undefined {
  const [, traceId, spanId, flags] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}
