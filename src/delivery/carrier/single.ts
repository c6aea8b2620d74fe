import { askedOf, writeOf, type Carried, type Part, type Shipment, type WriteOutcome } from "../shipment/index.ts";
import { retryAfterOf } from "./bundle.ts";
import { judgeEntry, toEntry } from "./judge-entry.ts";
import { remember } from "./remember.ts";
import { judgeWhole } from "./words.ts";

/** Sends the parts one by one, in their order; it ends with the first that is not done. */
export async function carrySingly(shipment: Shipment, parts: readonly Part[]): Promise<Carried> {
  const outcomes: WriteOutcome[] = [];
  let told: Omit<Carried, "outcomes"> = {};
  for (const part of parts) {
    const write = writeOf(shipment, part);
    const { method, url, resource, ifMatch, ifNoneExist } = write;
    const answer = await shipment.send({
      method,
      path: url,
      content: resource,
      headers: {
        ...(ifMatch !== undefined && { "if-match": ifMatch }),
        ...(ifNoneExist !== undefined && { "if-none-exist": ifNoneExist }),
      },
    });
    told = answer.kind === "fault" ? {} : { status: answer.status, ...retryAfterOf(answer.headers) };
    const [whole] = judgeWhole(shipment, [write], askedOf(write), answer) ?? [];
    const outcome =
      whole ?? (answer.kind === "answer" ? judgeEntry(shipment, write, toEntry(answer), answer) : undefined);
    if (!outcome) throw new Error("An answer to a single request is judged.");
    outcomes.push(outcome);
    remember(shipment, [outcome]);
    if (outcome.answer !== "done") break;
  }
  return { ...told, outcomes };
}
