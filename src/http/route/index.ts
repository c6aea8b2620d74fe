/**
 * The routes: one small file for each operation of openapi.yaml, named after what it does. A request that fits its
 * operation comes in; the answer, or every issue, goes out. What they stand on is `Service`; nothing here listens.
 */
import type { NextFunction, Request, Response } from "express";
import { checkLiveness } from "./check-liveness.ts";
import { explainCaseRoute } from "./explain-case.ts";
import { discardDeliveryRoute } from "./discard-delivery.ts";
import { checkReadiness } from "./check-readiness.ts";
import { extractCasesRoute } from "./extract-cases.ts";
import { listCasesRoute } from "./list-cases.ts";
import { listDeliveriesRoute } from "./list-deliveries.ts";
import { listDestinationsRoute } from "./list-destinations.ts";
import { mapCaseRoute } from "./map-case.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { readCaseBundle } from "./read-case-bundle.ts";
import { readCaseHistory } from "./read-case-history.ts";
import { readCaseTrace } from "./read-case-trace.ts";
import { readCaseRoute } from "./read-case.ts";
import { readContract } from "./read-contract.ts";
import { readDefinition } from "./read-definition.ts";
import { readDeliveryRoute } from "./read-delivery.ts";
import { readDestinationRoute } from "./read-destination.ts";
import { readDocs } from "./read-docs.ts";
import { retryDeliveriesRoute } from "./retry-deliveries.ts";
import { retryDeliveryRoute } from "./retry-delivery.ts";
import { readMaps } from "./read-maps.ts";
import { reviseCaseRoute } from "./revise-case.ts";
import { readKeys } from "./read-keys.ts";
import { readMetrics } from "./read-metrics.ts";
import { searchDefinitions } from "./search-definitions.ts";
import type { Service } from "./service.ts";
import { pauseDestinationRoute, rereadDestinationRoute, resumeDestinationRoute } from "./steer-destination.ts";
import { submitCaseRoute } from "./submit-case.ts";
import { validateResourceRoute } from "./validate-resource.ts";
import { withdrawCaseRoute } from "./withdraw-case.ts";

export type { Service } from "./service.ts";

/** Handles one request that already fits its operation. */
export type Route = (service: Service, request: Request, response: Response, next: NextFunction) => unknown;

/** One route for each `operationId` of openapi.yaml. */
export const routes: Readonly<Record<string, Route>> = {
  "map-case": mapCaseRoute,
  "explain-case": explainCaseRoute,
  "extract-cases": extractCasesRoute,
  "list-cases": listCasesRoute,
  "submit-case": submitCaseRoute,
  "read-case": readCaseRoute,
  "revise-case": reviseCaseRoute,
  "withdraw-case": withdrawCaseRoute,
  "read-case-bundle": readCaseBundle,
  "read-case-history": readCaseHistory,
  "read-case-trace": readCaseTrace,
  "list-deliveries": listDeliveriesRoute,
  "read-delivery": readDeliveryRoute,
  "retry-delivery": retryDeliveryRoute,
  "retry-deliveries": retryDeliveriesRoute,
  "discard-delivery": discardDeliveryRoute,
  "list-destinations": listDestinationsRoute,
  "read-destination": readDestinationRoute,
  "pause-destination": pauseDestinationRoute,
  "resume-destination": resumeDestinationRoute,
  "reread-destination": rereadDestinationRoute,
  "validate-resource": validateResourceRoute,
  "read-capabilities": readCapabilities,
  "search-definitions": searchDefinitions,
  "read-definition": readDefinition,
  "read-maps": readMaps,
  "read-contract": readContract,
  "read-docs": readDocs,
  "check-liveness": checkLiveness,
  "check-readiness": checkReadiness,
  "read-metrics": readMetrics,
  "read-keys": readKeys,
};
