import type { Request, Response } from "express";
import type { Service } from "./service.ts";

/** `GET /openapi.yaml`: the contract, byte for byte. */
export function readContract(service: Service, _request: Request, response: Response): void {
  response.type("application/yaml").send(service.contract);
}
