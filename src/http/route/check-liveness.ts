import type { Request, Response } from "express";
import type { Service } from "./service.ts";

/** `GET /livez`: the process answers. */
export function checkLiveness(_service: Service, _request: Request, response: Response): void {
  response.json({ status: "ok" });
}
