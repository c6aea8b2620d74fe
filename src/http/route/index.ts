/**
 * The routes: one small file for each operation of openapi.yaml, named after what it does. A request that fits its
 * operation comes in; the answer, or every issue, goes out. What they stand on is `Service`; nothing here listens.
 */
import type { NextFunction, Request, Response } from "express";
import { checkLiveness } from "./check-liveness.ts";
import { extractCasesRoute } from "./extract-cases.ts";
import { mapCaseRoute } from "./map-case.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { readContract } from "./read-contract.ts";
import { readDefinition } from "./read-definition.ts";
import { readDocs } from "./read-docs.ts";
import { searchDefinitions } from "./search-definitions.ts";
import type { Service } from "./service.ts";
import { submitCase } from "./submit-case.ts";
import { validateResourceRoute } from "./validate-resource.ts";

export type { Service } from "./service.ts";

/** Handles one request that already fits its operation. */
export type Route = (service: Service, request: Request, response: Response, next: NextFunction) => unknown;

/** One route for each `operationId` of openapi.yaml. */
export const routes: Readonly<Record<string, Route>> = {
  "map-case": mapCaseRoute,
  "extract-cases": extractCasesRoute,
  "submit-case": submitCase,
  "validate-resource": validateResourceRoute,
  "read-capabilities": readCapabilities,
  "search-definitions": searchDefinitions,
  "read-definition": readDefinition,
  "read-contract": readContract,
  "read-docs": readDocs,
  "check-liveness": checkLiveness,
};
