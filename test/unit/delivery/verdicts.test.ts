import { describe, expect, it } from "vitest";
import type { Exchange } from "../../../src/delivery/answer/index.ts";
import { deliver } from "../../../src/delivery/deliver.ts";
import { STRATEGIES, type Strategy } from "../../../src/delivery/index.ts";
import { decide } from "../../../src/delivery/loop/verdict.ts";
import type { Ability } from "../../../src/delivery/server/index.ts";
import { destinationAt, neutralBundle } from "./bundles.ts";

const TYPES = ["Patient", "Procedure", "ImagingStudy", "Observation", "Provenance"];
const ABLE: Ability = {
  fhirVersion: "4.0.1",
  hasTransaction: true,
  hasBatch: true,
  updateCreate: TYPES,
  conditionalCreate: TYPES,
  versioned: TYPES,
};
const NOW = new Date("2026-03-01T10:00:00Z");

const answer = (status: number, body: unknown = {}, headers = {}): Exchange => ({
  kind: "answer",
  status,
  body,
  isUnreadable: body === undefined,
  headers,
  elapsedMs: 1,
});
const fault = (what: "not-sent" | "unanswered" | "untrusted"): Exchange => ({
  kind: "fault",
  fault: what,
  issue: { severity: "error", code: "transient", rule: "delivery/unreachable", message: "" },
});

/**
 * Delivers a bundle that the server has not seen, to a server that answers every write the same way.
 *
 * @returns the class, and what follows: a state, how long it waits, and why the destination is paused
 */
async function follow(strategy: Strategy, written: Exchange): Promise<string> {
  const destination = destinationAt("http://unused", { strategy, policies: { Patient: "upsert" } });
  const report = await deliver({
    bundle: neutralBundle(),
    destination,
    ability: ABLE,
    ledger: new Map(),
    isRepeat: false,
    send: ({ method, content }) => {
      const isRead = method === "GET" || JSON.stringify(content).includes('"method":"GET"');
      const nothing = { resourceType: "Bundle", type: "searchset" };
      const entry = (content as { entry?: { request: { url: string } }[] } | undefined)?.entry ?? [];
      const found = entry.map(({ request }) =>
        request.url.includes("?")
          ? { resource: nothing, response: { status: "200" } }
          : { response: { status: "404" } },
      );
      if (!isRead) return Promise.resolve(written);
      return Promise.resolve(
        method === "GET" ? answer(200, nothing) : answer(200, { resourceType: "Bundle", entry: found }),
      );
    },
    pause: () => Promise.resolve(),
  });
  const circumstances = { strategy, attemptCount: 1, lagMs: 1_000, settleMs: 0, now: NOW, random: () => 0 };
  const { state, waitMs = 0, isUntried = false, pause } = decide(report, circumstances);
  const waits =
    state !== "pending" || pause ? "" : waitMs >= 3_000 ? " after the index must show it" : " after a moment";
  const costs = isUntried ? ", free" : "";
  return `${report.answer}: ${state}${waits}${pause ? `, pause ${pause.reason} ${pause.ms / 1000} s` : ""}${costs}`;
}

const AGAIN = "ambiguous: pending after a moment";
const LOOK = "ambiguous: pending after the index must show it";
const DEAD = "refused: dead";
const SETTING = "setting: pending, pause setting 600 s, free";
const ambiguous = [AGAIN, LOOK, LOOK, LOOK];
const same = (what: string): readonly string[] => [what, what, what, what];
const throttled = (seconds: number) => same(`throttled: pending, pause throttled ${seconds} s, free`);
const conflict = ["pending after a moment", ...Array<string>(3).fill("pending after the index must show it")].map(
  (what) => `conflict: ${what}`,
);

/** Every answer to a write, with what follows under each strategy: client-id, transaction, batch, single. */
const TABLE: readonly (readonly [string, Exchange, readonly string[]])[] = [
  ["200 without a body", answer(200, undefined), ambiguous],
  ["200 with an HTML page", { ...answer(200, undefined), isUnreadable: true } as Exchange, ambiguous],
  ["202", answer(202), ambiguous],
  ["206", answer(206), ambiguous],
  ["301", answer(301), same(SETTING)],
  ["302", answer(302), same(SETTING)],
  ["304", answer(304), same(SETTING)],
  ["307", answer(307), same(SETTING)],
  ["308", answer(308), same(SETTING)],
  ["400", answer(400), same(DEAD)],
  ["401", answer(401), same("login: pending, pause login 600 s, free")],
  ["402", answer(402), same(DEAD)],
  ["403", answer(403), same(SETTING)],
  ["404", answer(404), [SETTING, SETTING, SETTING, DEAD]],
  ["405", answer(405), same(SETTING)],
  ["406", answer(406), same(SETTING)],
  ["407", answer(407), same(DEAD)],
  ["408", answer(408), ambiguous],
  ["409", answer(409), conflict],
  ["410", answer(410), same("gone: dead")],
  ["411", answer(411), same(DEAD)],
  ["412", answer(412), [DEAD, "several: dead", "several: dead", "several: dead"]],
  ["413", answer(413), same("too-large: dead")],
  ["414", answer(414), same("too-large: dead")],
  ["415", answer(415), same(SETTING)],
  ["416", answer(416), same(DEAD)],
  ["418", answer(418), same(DEAD)],
  ["422", answer(422), same(DEAD)],
  ["423", answer(423), conflict],
  ["424", answer(424), conflict],
  ["425", answer(425), same(DEAD)],
  ["428", answer(428), same(DEAD)],
  ["429", answer(429), throttled(30)],
  ["429, Retry-After in seconds", answer(429, {}, { "retry-after": "7" }), throttled(7)],
  ["429, Retry-After in the past", answer(429, {}, { "retry-after": "Sun, 01 Mar 2026 09:00:00 GMT" }), throttled(1)],
  ["431", answer(431), same("too-large: dead")],
  ["451", answer(451), same(DEAD)],
  ["500", answer(500), ambiguous],
  ["501", answer(501), same(SETTING)],
  ["502", answer(502), ambiguous],
  ["503", answer(503), throttled(30)],
  ["503, Retry-After as a date", answer(503, {}, { "retry-after": "Sun, 01 Mar 2026 10:01:00 GMT" }), throttled(60)],
  ["503, Retry-After of years", answer(503, {}, { "retry-after": "99999999" }), throttled(3600)],
  ["504", answer(504), ambiguous],
  ["505", answer(505), same(SETTING)],
  ["507", answer(507), ambiguous],
  ["599", answer(599), ambiguous],
  ["a connection refused", fault("not-sent"), same("unreachable: pending after a moment")],
  ["a time-out, a reset or a cut body", fault("unanswered"), ambiguous],
  ["a certificate that is not trusted", fault("untrusted"), same(SETTING)],
];

describe("what follows from an answer to a write", () => {
  it.each(TABLE)("%s, under each strategy", async (_, written, expected) => {
    const found = await Promise.all(STRATEGIES.map((strategy) => follow(strategy, written)));
    expect(found).toEqual(expected);
  });

  it("is known for at least forty answers", () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(40);
  });
});
