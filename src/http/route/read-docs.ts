import type { Request, Response } from "express";
import { DOCS_PAGE } from "../docs.ts";
import type { Service } from "./service.ts";

/** `GET /docs`: the API reference as a page. */
export function readDocs(_service: Service, _request: Request, response: Response): void {
  response.type("html").send(DOCS_PAGE);
}
