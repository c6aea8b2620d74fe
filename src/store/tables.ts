import type { Generated, Selectable } from "kysely";

/**
 * The tables, as migrations/ make them; kysely turns the names to snake_case at the border.
 *
 * Every `…At`, `…Until` and `due` is milliseconds since 1970 by the store's clock. `destination` is a destination's name, `lane`
 * the UUID that a patient's identity gives (the fullUrl of the Patient), so that no row but a document and a bundle
 * holds a record number.
 */
export interface Tables {
  cases: CaseRow;
  caseVersions: CaseVersionRow;
  deliveries: DeliveryRow;
  attempts: AttemptRow;
  lanes: LaneRow;
  ledger: LedgerRow;
  destinations: DestinationRow;
  idempotencyKeys: IdempotencyRow;
  intakeResults: IntakeResultRow;
  audit: AuditRow;
}

/** The head of a case: what it is now. */
export interface CaseRow {
  /** Rises with the order of first submission; pages are cut by it. */
  id: Generated<number>;
  /** The case number in lower case, since it is unique without regard to case. */
  caseKey: string;
  /** As the source spells it. */
  caseId: string;
  caseSystem: string;
  version: number;
  state: CaseState;
  /** Of the current document; after a withdrawal, of the last one. */
  contentHash: string;
  lane: string;
  createdAt: number;
  changedAt: number;
}

/** A withdrawn case is kept: all that was sent of it reads entered-in-error. */
export type CaseState = "active" | "withdrawn";

/** One version of a case: immutable, but for an erasure or retention that empties document and bundle. */
export interface CaseVersionRow {
  caseKey: string;
  /** From 1. */
  version: number;
  cause: VersionCause;
  contentHash: string;
  /** The document as it was received; null for a withdrawal, and where it was erased. */
  document: string | null;
  /** The conformant bundle in the neutral form, as packed by `packBundle`; null where it was erased. */
  bundle: Uint8Array | null;
  lane: string;
  /** Who asked for it. */
  actor: string;
  /** The version of this package that mapped it. */
  software: string;
  createdAt: number;
}

export type VersionCause = "submitted" | "revised" | "withdrawn";

/** The outbox: one row for each case version and destination. */
export interface DeliveryRow {
  id: Generated<number>;
  destination: string;
  caseKey: string;
  version: number;
  lane: string;
  /** Rises by 1 along the lane, in the order of commits. */
  seq: number;
  state: DeliveryState;
  dueAt: number;
  attemptCount: Generated<number>;
  /** How often a worker was lost while it held this row. */
  crashCount: Generated<number>;
  /** Rises with every claim; a settlement that names an older one is thrown away. */
  fence: Generated<number>;
  owner: string | null;
  leaseUntil: number | null;
  createdAt: number;
  settledAt: number | null;
  /** What the last attempt came to, JSON of `DeliveryOutcome`. */
  outcome: string | null;
  /** Why somebody discarded it, and who. */
  reason: string | null;
  actor: string | null;
}

/**
 * What becomes of a delivery. The first three hold their lane; the others let it go on.
 *
 *     pending → leased → delivered | superseded
 *                      → pending (again later) | dead (somebody must act)
 *     leased, lease run out → leased by another
 *     dead → pending (retry) | superseded (by a later version) | discarded (with reason and name)
 */
export type DeliveryState = "pending" | "leased" | "dead" | "delivered" | "superseded" | "discarded";

/** One try at a delivery; append-only. */
export interface AttemptRow {
  id: Generated<number>;
  deliveryId: number;
  attemptNumber: number;
  startedAt: number;
  endedAt: number;
  /** The class of the answer, a word of the delivery folder. */
  answerClass: string;
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** Issues of the attempt, JSON; patient data was withheld from them. */
  issues: string | null;
}

/** The next sequence number of a lane; locking this row makes sequence order equal commit order. */
export interface LaneRow {
  lane: string;
  nextSeq: number;
}

/** What a destination holds of one resource, the truth for "did we write it". */
export interface LedgerRow {
  destination: string;
  /** `urn:uuid:` of the identity, as in the bundle. */
  fullUrl: string;
  resourceType: string;
  serverId: string;
  versionId: string | null;
  etag: string | null;
  /** SHA-256 of the resource as it was sent, hex. */
  contentHash: string;
  changedAt: number;
}

/** A destination as it was enrolled and as it was found to be. */
export interface DestinationRow {
  name: string;
  baseUrl: string;
  /** 64 hexadecimal digits that ids are derived with; never changes. */
  idSecret: string;
  enrolledAt: number;
  /** What it can do, JSON of the delivery folder. */
  ability: string | null;
  abilityAt: number | null;
  /** The circuit breaker, JSON of the delivery folder. */
  breaker: string | null;
  pausedUntil: number | null;
  pausedReason: string | null;
  /** How long its search index was found to lag behind a write. */
  lagMs: number | null;
  /** What probing it found, JSON of the delivery folder. */
  probe: string | null;
  probeAt: number | null;
}

/** The first answer under an `Idempotency-Key`. */
export interface IdempotencyRow {
  /** Keys of different callers never meet. */
  actor: string;
  key: string;
  /** SHA-256 of what was asked: the operation, the case and its content. */
  requestHash: string;
  caseKey: string;
  version: number;
  /** `created`, `revised`, `withdrawn` or `unchanged`. */
  effect: string;
  createdAt: number;
}

/** One result line of an NDJSON intake, until it was sent. */
export interface IntakeResultRow {
  intake: string;
  /** From 0, in the order of the lines. */
  ordinal: number;
  body: string;
  createdAt: number;
}

/** One link of an audit chain; never changed, never deleted. */
export interface AuditRow {
  /** 1 on SQLite; on PostgreSQL each writer that commits at the same time has its own. */
  chain: number;
  /** From 1 without gaps. */
  seq: number;
  at: number;
  actor: string;
  action: string;
  target: string;
  /** JSON object of hashes, counts, versions and codes. */
  detail: string;
  previousHash: string;
  hash: string;
}

/** A row as it is read. */
export type Row<Name extends keyof Tables> = Selectable<Tables[Name]>;
