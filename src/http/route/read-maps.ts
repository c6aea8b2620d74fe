import type { Request, Response } from "express";
import type { Service } from "./service.ts";

/** `GET /maps`: which maps, profiles and codes are live, and why the site's last set was refused, if it was. */
export function readMaps({ maps }: Service, _request: Request, response: Response): void {
  response.status(200).json(maps());
}
