/**
 * Traces for OpenTelemetry: what was done and how long it took comes in, batches go to a collector by OTLP over HTTP. Off unless
 * the environment names a collector; the packages are loaded only then. https://opentelemetry.io/docs/specs/otlp/
 */
export { startTracing, type FinishedSpan, type Tracing } from "./start-tracing.ts";
