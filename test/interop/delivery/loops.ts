import { join } from "node:path";
import type { Check, Figure } from "../lane.ts";
import { readStored } from "../server/stored.ts";
import { startAdapter, submit, untilShareDelivered, whenDelivered } from "./adapter.ts";
import { cohortPart } from "./cohort-part.ts";
import { sameTypes, timed, type Subject } from "./strategy.ts";

const ADAPTERS = 8;
/** A lost adapter's leases end after 18 seconds then instead of 90, which is still far longer than any answer takes. */
const HURRY = 5;

/** Eight adapters share the work; one is killed in the midst of it. */
export async function checkLoops(
  subject: Subject & { readonly databaseUrl: string },
): Promise<{ readonly check: Check; readonly figure: Figure }> {
  const { name, server, strategy, folder, databaseUrl, every } = subject;
  const { baseUrl, search } = server;
  const part = cohortPart(name, every);
  const types = [...part.types.keys()];
  const before = await readStored(baseUrl, types, search);
  // The first one makes the tables and draws the secret of the ids.
  const options = { baseUrl, strategy, databaseUrl, hurry: HURRY };
  const first = await startAdapter({ ...options, folder: join(folder, "0") });
  const others = await Promise.all(
    Array.from({ length: ADAPTERS - 1 }, (_, at) => startAdapter({ ...options, folder: join(folder, String(at + 1)) })),
  );
  const [undelivered, ms] = await timed(async () => {
    await submit(first, part.lines);
    await untilShareDelivered(first, 0.3);
    await others[0]?.kill();
    return whenDelivered(first);
  });
  await Promise.all([first, ...others.slice(1)].map((adapter) => adapter.stop()));
  const stored = await readStored(baseUrl, types, search);
  return {
    check: sameTypes(`${name}: types as mapped`, part, before, stored, undelivered),
    figure: { name: `${name}, ${part.lines.length} cases`, text: `${(ms / 1000).toFixed(1)} s` },
  };
}
