import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyAnswer, classifyStatus, type AnswerClass } from "../../../src/delivery/answer/answer-class.ts";
import { afterExchange, breakerAt, CLOSED, type Breaker } from "../../../src/delivery/answer/breaker.ts";
import type { Asked, Exchange } from "../../../src/delivery/answer/exchange.ts";
import { nextStep, type NextStep, type StrategyName } from "../../../src/delivery/answer/next-step.ts";
import { backOffMs, pauseMs, settleWaitMs } from "../../../src/delivery/answer/waits.ts";

const answer = (status: number, isUnreadable = false): Exchange => ({
  kind: "answer",
  status,
  body: {},
  isUnreadable,
  headers: {},
  elapsedMs: 1,
});
const fault = (what: "not-sent" | "unanswered" | "untrusted"): Exchange => ({
  kind: "fault",
  fault: what,
  issue: { severity: "error", code: "transient", rule: "delivery/unreachable", message: "" },
});
const bundle: Asked = { condition: "none", unit: "bundle" };
const resource: Asked = { condition: "none", unit: "resource" };
const ifMatch: Asked = { condition: "if-match", unit: "resource" };
const identity: Asked = { condition: "identity", unit: "resource" };

/** Every answer with its class, and what follows under each strategy: client-id, transaction, batch, single. */
const TABLE: readonly (readonly [string, Exchange, Asked, AnswerClass, readonly NextStep[]])[] = [
  ["200", answer(200), bundle, "done", all("settle")],
  ["201", answer(201), resource, "done", all("settle")],
  ["204", answer(204), resource, "done", all("settle")],
  ["200 that is cut", answer(200, true), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["201 with an HTML page", answer(201, true), resource, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["202", answer(202), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["206", answer(206), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["301", answer(301), bundle, "setting", all("pause")],
  ["302", answer(302), bundle, "setting", all("pause")],
  ["304", answer(304), resource, "setting", all("pause")],
  ["307", answer(307), bundle, "setting", all("pause")],
  ["400 to a Bundle", answer(400), bundle, "refused", all("hold")],
  ["400 to a resource", answer(400), resource, "refused", all("hold")],
  ["400 with an HTML page", answer(400, true), bundle, "refused", all("hold")],
  ["401", answer(401), bundle, "login", all("authorize")],
  ["402", answer(402), bundle, "refused", all("hold")],
  ["403", answer(403), bundle, "setting", all("pause")],
  ["404 of the base", answer(404), bundle, "setting", all("pause")],
  ["404 of a resource or reference", answer(404), resource, "refused", all("hold")],
  ["405", answer(405), bundle, "setting", all("pause")],
  ["406", answer(406), bundle, "setting", all("pause")],
  ["408", answer(408), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["409", answer(409), resource, "conflict", all("look-up")],
  ["410", answer(410), resource, "gone", all("hold")],
  ["412 on If-Match", answer(412), ifMatch, "stale", all("look-up")],
  ["412 on an identity", answer(412), identity, "several", all("hold")],
  ["412 on nothing", answer(412), bundle, "refused", all("hold")],
  ["413", answer(413), bundle, "too-large", ["hold", "hold", "split", "hold"]],
  ["414", answer(414), bundle, "too-large", ["hold", "hold", "split", "hold"]],
  ["415", answer(415), bundle, "setting", all("pause")],
  ["418", answer(418), bundle, "refused", all("hold")],
  ["422", answer(422), resource, "refused", all("hold")],
  ["423", answer(423), resource, "conflict", all("look-up")],
  ["424", answer(424), resource, "conflict", all("look-up")],
  ["429", answer(429), bundle, "throttled", all("pause")],
  ["431", answer(431), bundle, "too-large", ["hold", "hold", "split", "hold"]],
  ["500", answer(500), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["501", answer(501), bundle, "setting", all("pause")],
  ["502 with an HTML page", answer(502, true), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["503", answer(503), bundle, "throttled", all("pause")],
  ["504", answer(504), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["505", answer(505), bundle, "setting", all("pause")],
  ["599", answer(599), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["a connection refused", fault("not-sent"), bundle, "unreachable", all("again")],
  ["a time-out or a reset", fault("unanswered"), bundle, "ambiguous", ["again", "look-up", "look-up", "look-up"]],
  ["a certificate that is not trusted", fault("untrusted"), bundle, "setting", all("pause")],
];
const STRATEGIES: readonly StrategyName[] = ["client-id", "transaction", "batch", "single"];

function all(step: NextStep): readonly NextStep[] {
  return [step, step, step, step];
}

describe("an answer", () => {
  it.each(TABLE)("%s is classed, and has its next step under each strategy", (_, exchange, asked, expected, steps) => {
    const found = classifyAnswer(exchange, asked);
    expect(found).toBe(expected);
    expect(STRATEGIES.map((strategy) => nextStep(found, strategy))).toEqual(steps);
  });

  it("of any status has a class, alone or in an entry", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999 }),
        fc.constantFrom(bundle, resource, ifMatch, identity),
        (status, asked) => {
          expect(classifyStatus(status, asked)).toBe(classifyAnswer(answer(status), asked));
        },
      ),
    );
  });
});

describe("the wait before another attempt", () => {
  it("doubles its bound from 1 s to 5 min, and is never nothing", () => {
    const bounds = [1, 2, 3, 4, 9, 10, 11, 1_000_000].map((count) => backOffMs(count, () => 0.999_999));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000, 300_000]);
    expect(backOffMs(1, () => 0)).toBe(100);
  });

  it("is longer than three times the index lag when nobody knows what took effect", () => {
    expect(settleWaitMs(0, 1, () => 0)).toBeGreaterThanOrEqual(2_000);
    expect(settleWaitMs(10_000, 1, () => 0)).toBeGreaterThanOrEqual(30_000);
  });
});

describe("a pause that a destination asks for", () => {
  const now = new Date("2026-03-01T10:00:00Z");
  it.each([
    ["5", 5_000],
    [" 120 ", 120_000],
    ["Sun, 01 Mar 2026 10:01:00 GMT", 60_000],
    ["Sun, 01 Mar 2026 09:00:00 GMT", 1_000],
    ["0", 1_000],
    ["-7", 1_000],
    ["999999999", 3_600_000],
    ["Fri, 01 Mar 2999 10:00:00 GMT", 3_600_000],
    ["soon", 30_000],
    [undefined, 30_000],
  ])("%s is %i ms, and at most a fifth more", (header, expected) => {
    expect(pauseMs(header, now, () => 0)).toBe(expected);
    expect(pauseMs(header, now, () => 1)).toBe(expected * 1.2);
  });
});

describe("a circuit breaker", () => {
  const fail = (breaker: Breaker, now: number) => afterExchange(breakerAt(breaker, now), true, now);

  it("opens after five failures within 30 seconds, and not for as many over a longer time", () => {
    const quick = [0, 1, 2, 3].reduce((breaker, at) => fail(breaker, at * 1_000), CLOSED);
    expect(quick.state).toBe("closed");
    expect(fail(quick, 4_000)).toEqual({ state: "open", until: 34_000, waitMs: 30_000 });
    const slow = [0, 1, 2, 3, 4, 5, 6].reduce((breaker, at) => fail(breaker, at * 8_000), CLOSED);
    expect(slow.state).toBe("closed");
  });

  it("forgets failures with the first answer", () => {
    const three = [0, 1, 2, 3].reduce((breaker, at) => fail(breaker, at), CLOSED);
    expect(afterExchange(three, false, 5)).toEqual(CLOSED);
  });

  it("asks once when its wait is over, closes on an answer and waits twice as long on a failure, up to 10 minutes", () => {
    let breaker: Breaker = { state: "open", until: 1_000, waitMs: 30_000 };
    expect(breakerAt(breaker, 999).state).toBe("open");
    expect(breakerAt(breaker, 1_000).state).toBe("half-open");
    expect(afterExchange(breakerAt(breaker, 1_000), false, 1_000)).toEqual(CLOSED);
    const waits: number[] = [];
    for (let now = 1_000; waits.length < 7;) {
      breaker = fail(breaker, now);
      if (breaker.state !== "open") throw new Error("it stayed closed");
      waits.push(breaker.waitMs);
      now = breaker.until;
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 600_000, 600_000, 600_000]);
  });
});
