import type { Request, Response } from "express";
import type { Service } from "./service.ts";

/** `GET /metrics`: figures for Prometheus. */
export async function readMetrics({ metrics }: Service, _request: Request, response: Response): Promise<void> {
  response.type(metrics.contentType).send(await metrics.render());
}
