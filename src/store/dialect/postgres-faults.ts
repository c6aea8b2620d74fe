import { StoreFault } from "../store-fault.ts";
import type { FailureKind } from "../write-queue.ts";

/** Serialisation failure, deadlock, unique violation: another replica was faster, and now its rows can be seen. */
const COLLISIONS = new Set(["40001", "40P01", "23505"]);
const SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"]);

/**
 * What PostgreSQL's error says of the world; every other error is given back as it is.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function readPostgresFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") {
    // pg throws plain errors where a connection ends or cannot be had in time.
    return /^(Connection terminated|timeout (expired|exceeded)|Client has encountered)/.test(error.message)
      ? unavailable(error)
      : error;
  }
  if (code === "53100") return new StoreFault("store/full", "The database's disk is full (53100).", error);
  if (code === "55P03") return new StoreFault("store/busy", "A lock was not had in time (55P03).", error);
  // 08 connection, 53 resources, 57P shutdown and start, 58 system.
  return /^(08|53|57P|58)/.test(code) || SOCKET.has(code) ? unavailable(error) : error;
}

function unavailable(error: Error): StoreFault {
  return new StoreFault("store/unavailable", "The database cannot be reached.", error);
}

/** Collisions are done again; trouble of the server meets every write alike. */
export function judgePostgresFailure(error: unknown): FailureKind {
  if (error instanceof StoreFault) return "refuse";
  return COLLISIONS.has(String((error as { code?: unknown } | null)?.code)) ? "again" : "split";
}
