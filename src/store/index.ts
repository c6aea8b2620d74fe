/**
 * The store: a conformant bundle comes in and is kept with its case version, one outbox row for each destination, its
 * idempotency key and an audit row, in one commit; whatever reads after it reads only what was stored.
 *
 * One schema on SQLite (node:sqlite, one serving process) and on PostgreSQL (several replicas); kysely is used in this
 * folder alone. Trouble of the database is thrown as `StoreFault`. Sending is left to delivery.
 */
export { openBackup, openStore } from "./open-store.ts";
export type { Store, StoreOptions } from "./store.ts";
export { StoreFault } from "./store-fault.ts";
export type { StoreFaultCode } from "./store-fault.ts";
export { laneOf, saveBundle } from "./save-bundle.ts";
export type { CaseChange, CaseEffect, CaseRefusal } from "./case-change.ts";
export { listCases, readCase, readHistory, readVersion } from "./read-cases.ts";
export type { CaseFilter, StoredCase, StoredDelivery, StoredVersionContent, StoredVersionInfo } from "./read-cases.ts";
export { readBundle } from "./packed-bundle.ts";
export { clearIntakeResults, createLineSaver, dropIntakeResults, readIntakeResults } from "./intake-results.ts";
export type { IntakeLine } from "./intake-results.ts";
export { claimDeliveries } from "./claim-deliveries.ts";
export type { Claim, ClaimedDelivery } from "./claim-deliveries.ts";
export { hastenLeases, renewLease } from "./leases.ts";
export type { Held } from "./leases.ts";
export { settleDelivery } from "./settle-delivery.ts";
export type { DeliveryAttempt, Settlement } from "./settle-delivery.ts";
export { readLedger } from "./ledger.ts";
export type { LedgerEntry } from "./ledger.ts";
export { enrolDestination, redeliverAll } from "./destinations.ts";
export type { Enrolment } from "./destinations.ts";
export { listDeliveries, readDelivery } from "./read-deliveries.ts";
export type { ListedDelivery, StoredAttempt } from "./read-deliveries.ts";
export type { DeliveryFilter } from "./delivery-filter.ts";
export { actOnDelivery, countDead, retryDead } from "./act-on-deliveries.ts";
export type { ActionEffect, BulkRetry, DeliveryAction } from "./act-on-deliveries.ts";
export { listDestinations, noteDestination, readDestination, readQueues, UNTIL_RESUMED } from "./destination-state.ts";
export type { DestinationNote, QueueFigures, StoredDestination } from "./destination-state.ts";
export type { CaseState, DeliveryState, VersionCause } from "./tables.ts";
export type { DatabaseKind } from "./database-kind.ts";
export type { AuditEntry } from "./audit-chain.ts";
export { readAuditAnchors, verifyAudit } from "./verify-audit.ts";
export type { AuditAnchor, AuditBreak, AuditReport } from "./verify-audit.ts";
export { applyRetention } from "./apply-retention.ts";
export type { RetentionPolicy, RetentionReport } from "./apply-retention.ts";
export { readBackup, writeBackup } from "./backup.ts";
export type { BackupReport } from "./backup.ts";
export { erasePatient } from "./erase-patient.ts";
export type { Erasure, ErasureReport } from "./erase-patient.ts";
export { restoreBackup } from "./restore.ts";
export { readAllVersions } from "./read-versions.ts";
export type { KeptVersion } from "./read-versions.ts";
export { assertWritable, readLastAudited, recordAudit } from "./record-audit.ts";
export { readQueue } from "./read-queue.ts";
export type { QueueState } from "./read-queue.ts";
