import type { Request, Response } from "express";
import { listCases, type CaseState, type DeliveryState } from "../../store/index.ts";
import { describeCase } from "../case-response.ts";
import type { Service } from "./service.ts";

const PAGE = 100;

/** `GET /cases`: a page of the stored cases. */
export async function listCasesRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { state, delivery, changedSince, cursor, count } = request.query as {
    readonly state?: CaseState;
    readonly delivery?: DeliveryState;
    readonly changedSince?: string;
    readonly cursor?: string;
    readonly count?: string;
  };
  const filter = {
    ...(state !== undefined && { state }),
    ...(delivery !== undefined && { delivery }),
    ...(changedSince !== undefined && { changedSince: Date.parse(changedSince) }),
  };
  const page = await listCases(intake.store, filter, Number(cursor ?? 0), Number(count ?? PAGE));
  response.json({
    cases: page.cases.map(describeCase),
    ...(page.next !== undefined && { next: String(page.next) }),
  });
}
