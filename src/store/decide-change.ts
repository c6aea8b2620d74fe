import type { CaseEffect, CaseRefusal } from "./case-change.ts";
import type { PackedChange } from "./packed-change.ts";
import type { Row } from "./tables.ts";

/** What there is of a case before a change. */
export type CaseHead = Pick<Row<"cases">, "caseId" | "caseSystem" | "version" | "state" | "contentHash" | "lane">;

/** The first use of an idempotency key. */
export type KeyUse = Pick<Row<"idempotencyKeys">, "requestHash" | "version" | "effect">;

/** Decides what a change comes to, before anything is written. Pure. */
export function decideChange(change: PackedChange, head: CaseHead | undefined, used: KeyUse | undefined): CaseEffect {
  if (used) {
    if (used.requestHash !== change.requestHash) return refuse("key-reused", head);
    return { outcome: "stored", effect: used.effect as "created", version: used.version, isRepeated: true };
  }
  if (!head) return change.cause === "submitted" ? store("created", 1) : refuse("unknown", undefined);
  if (head.caseId !== change.caseId || head.caseSystem !== change.caseSystem) return refuse("other-identity", head);
  switch (change.cause) {
    case "submitted":
      if (head.state === "withdrawn") return refuse("withdrawn", head);
      return head.contentHash === change.contentHash ? store("unchanged", head.version) : refuse("other-content", head);
    case "revised":
      // Also where another version was to be followed: the sender's wish is fulfilled (RFC 9110 §13.1.1).
      if (head.version === change.repeats) return store("unchanged", head.version);
      return head.version === change.follows ? store("revised", head.version + 1) : refuse("stale", head);
    case "withdrawn":
      if (head.state === "withdrawn") return store("unchanged", head.version);
      return head.version === change.follows ? store("withdrawn", head.version + 1) : refuse("stale", head);
  }
}

function store(effect: "created" | "revised" | "withdrawn" | "unchanged", version: number): CaseEffect {
  return { outcome: "stored", effect, version, isRepeated: false };
}

function refuse(reason: CaseRefusal, head: CaseHead | undefined): CaseEffect {
  return { outcome: "refused", reason, ...(head && { version: head.version }) };
}
