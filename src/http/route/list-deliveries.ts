import type { Request, Response } from "express";
import { listDeliveries } from "../../store/index.ts";
import { describeListed } from "../delivery-response.ts";
import { readDeliveryFilter } from "../delivery-filter.ts";
import type { Service } from "./service.ts";

const PAGE = 100;

/** `GET /deliveries`: a page of the outbox. */
export async function listDeliveriesRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { cursor, count } = request.query as { readonly cursor?: string; readonly count?: string };
  const page = await listDeliveries(
    intake.store,
    readDeliveryFilter(request),
    Number(cursor ?? 0),
    Number(count ?? PAGE),
  );
  response.json({
    deliveries: page.deliveries.map(describeListed),
    ...(page.next !== undefined && { next: String(page.next) }),
  });
}
