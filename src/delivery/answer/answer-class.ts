import type { Asked, Exchange } from "./exchange.ts";

/**
 * What an answer means for a delivery.
 *
 * | class         | the answers                                                                 |
 * | ------------- | --------------------------------------------------------------------------- |
 * | `done`        | 200, 201, 204                                                               |
 * | `ambiguous`   | no whole answer, 408, 5xx but 501, 503, 505, and a 2xx that cannot be read    |
 * | `unreachable` | nothing was sent                                                            |
 * | `throttled`   | 429, 503                                                                    |
 * | `conflict`    | 409, 423, 424                                                               |
 * | `stale`       | 412 on If-Match                                                             |
 * | `several`     | 412 on a search by identity: several resources have it                       |
 * | `refused`     | 400, 404 of a resource, 422, and every other 4xx                            |
 * | `login`       | 401                                                                         |
 * | `setting`     | 3xx, 403, 404 of the base, 405, 406, 415, 501, 505, a certificate not trusted |
 * | `gone`        | 410                                                                         |
 * | `too-large`   | 413, 414, 431                                                               |
 */
export type AnswerClass =
  | "done"
  | "ambiguous"
  | "unreachable"
  | "throttled"
  | "conflict"
  | "stale"
  | "several"
  | "refused"
  | "login"
  | "setting"
  | "gone"
  | "too-large";

const BY_STATUS: Readonly<Record<number, AnswerClass>> = {
  200: "done",
  201: "done",
  204: "done",
  401: "login",
  403: "setting",
  405: "setting",
  406: "setting",
  408: "ambiguous",
  409: "conflict",
  410: "gone",
  413: "too-large",
  414: "too-large",
  415: "setting",
  423: "conflict",
  // An entry that another one kept from being tried.
  424: "conflict",
  429: "throttled",
  431: "too-large",
  501: "setting",
  503: "throttled",
  505: "setting",
};

/**
 * Says what an answer means, by its status and by what was asked; https://hl7.org/fhir/R4/http.html#transaction-response
 *
 * The status of an envelope counts only when it refuses: the entries of a 200 are judged one by one.
 */
export function classifyAnswer(exchange: Exchange, asked: Asked): AnswerClass {
  if (exchange.kind === "fault") return FAULTS[exchange.fault];
  return exchange.isUnreadable && exchange.status < 300 ? "ambiguous" : classifyStatus(exchange.status, asked);
}

/** The same for an entry of a Bundle, which has a status and nothing else. */
export function classifyStatus(status: number, { condition, unit }: Asked): AnswerClass {
  if (status === 412) return condition === "if-match" ? "stale" : condition === "identity" ? "several" : "refused";
  if (status === 404) return unit === "bundle" ? "setting" : "refused";
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status >= 500) return "ambiguous";
  if (status >= 400) return "refused";
  // Informational answers end no exchange, and other 2xx promise an effect later.
  return status >= 300 ? "setting" : "ambiguous";
}

const FAULTS = { "not-sent": "unreachable", unanswered: "ambiguous", untrusted: "setting" } as const;
