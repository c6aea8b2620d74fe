import type { Request, Response } from "express";
import { listDestinations, readQueues } from "../../store/index.ts";
import { describeDestination } from "../delivery-response.ts";
import type { Service } from "./service.ts";

/** `GET /destinations`: where cases are delivered to, and how each stands. */
export async function listDestinationsRoute({ intake }: Service, _request: Request, response: Response): Promise<void> {
  const found = await listDestinations(intake.store);
  const queues = new Map((await readQueues(intake.store)).map((queue) => [queue.destination, queue]));
  const now = intake.now().getTime();
  response.json({ destinations: found.map((one) => describeDestination(one, queues.get(one.name), now)) });
}
