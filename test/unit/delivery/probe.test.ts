import { afterEach, beforeEach, expect, test } from "vitest";
import { checkDestination, exchange, probe } from "../../../src/delivery/index.ts";
import type { ProbeReport } from "../../../src/delivery/index.ts";
import { serveEmbedded, type Serving } from "../embedded/serving.ts";
import { destinationAt } from "./bundles.ts";

let server: Serving;
beforeEach(async () => {
  server = await serveEmbedded();
});
afterEach(() => server.close());

/** Probes the embedded server through a way that changes its answers as a test says. */
async function probed(
  mayWrite = true,
  change?: (path: string, answer: Response) => Promise<Response>,
): Promise<ProbeReport> {
  const destination = destinationAt(server.baseUrl, {
    fetch: async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      return change ? change(url.slice(server.baseUrl.length), answer) : answer;
    },
  });
  const checked = await checkDestination(destination);
  if (!checked.ok) throw new Error("refused");
  let drawn = 0;
  return probe(destination, checked.value, mayWrite, {
    send: (request) => exchange(destination, request),
    draw: () => `00000000-0000-4000-8000-${String(++drawn).padStart(12, "0")}`,
    monotonicMs: () => 0,
    sleep: () => Promise.resolve(),
  });
}
const verdicts = ({ findings }: ProbeReport) =>
  Object.fromEntries(findings.map(({ probe: name, verdict }) => [name, verdict]));
const patients = async () =>
  ((await (await fetch(`${server.baseUrl}/Patient?_summary=count`)).json()) as { total: number }).total;

test("a probe of the embedded server finds what it does, and leaves nothing behind", async () => {
  const report = await probed();
  expect(verdicts(report)).toMatchObject({
    "index-lag": "good",
    "transaction-atomicity": "good",
    "client-assigned-id": "good",
    "conditional-create-twice": "good",
    "stale-if-match": "good",
    "update-without-change": "good",
    "clean-up": "good",
  });
  expect(report).toMatchObject({ strategy: "client-id", lagMs: 0, ability: { isAtomic: true } });
  expect(await patients()).toBe(0);
});

test("nothing is written where test data is not allowed", async () => {
  const report = await probed(false);
  expect([report.findings, report.strategy, await patients()]).toEqual([[], "client-id", 0]);
});

test("a server that refuses a stale If-Match by another status is told, and so is one that merges entries", async () => {
  const entry = [{ response: { status: "201" } }];
  const merged = JSON.stringify({ resourceType: "Bundle", type: "transaction-response", entry });
  const report = await probed(true, (path, answer) => {
    if (path === "") return Promise.resolve(new Response(merged));
    return Promise.resolve(answer.status === 412 ? new Response("{}", { status: 409 }) : answer);
  });
  expect(verdicts(report)).toMatchObject({ "stale-if-match": "warning", "merged-entries": "warning" });
  expect(report.findings.find(({ probe: name }) => name === "stale-if-match")).toMatchObject({ status: 409 });
});

test("a server that takes no id of ours is not sent any, whatever it says", async () => {
  let puts = 0;
  const report = await probed(true, (path, answer) =>
    // The first PUT is the one to a new id; its read finds nothing.
    Promise.resolve(/^\/Patient\/00000000/.test(path) && puts++ < 2 ? new Response("{}", { status: 405 }) : answer),
  );
  expect(verdicts(report)["client-assigned-id"]).toBe("warning");
  expect(report.strategy).toBe("transaction");
});
