import type { Request, Response } from "express";
import { readDestination, readQueues } from "../../store/index.ts";
import { describeDestination } from "../delivery-response.ts";
import { requestIssue, sendIssues } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /destinations/{name}`: how a destination is sent to, and how it stands. */
export async function readDestinationRoute(service: Service, request: Request, response: Response): Promise<void> {
  const { name } = request.params as { name: string };
  await sendDestination(service, response, name);
}

/** Answers with a destination as it is now. */
export async function sendDestination({ intake }: Service, response: Response, name: string): Promise<void> {
  const found = await readDestination(intake.store, name);
  if (!found) {
    sendIssues(response, 404, [
      requestIssue("destination-unknown", "not-found", "A destination was expected, found none of that name."),
    ]);
    return;
  }
  const queue = (await readQueues(intake.store)).find(({ destination }) => destination === name);
  response.json(describeDestination(found, queue, intake.now().getTime()));
}
