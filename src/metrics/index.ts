/**
 * Figures for Prometheus: requests, attempts and refusals come in as they happen, queue and disk are asked when the figures are
 * read, and the text format goes out. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export { createMetrics, type Metrics, type MetricsSources, type QueueFigure } from "./metrics.ts";
