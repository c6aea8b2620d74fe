/**
 * The embedded FHIR server: a FHIR R4 REST server in memory, for the demonstration, for tests and
 * for `kypho serve` without a destination. HTTP requests come in, FHIR answers go out.
 * https://hl7.org/fhir/R4/http.html
 *
 * MemoryRepository of @medplum/fhir-router stores and searches; numbered versions, the index on
 * identifier, transactions and references are ours. It checks no profile.
 */
export { createEmbeddedServer } from "./embedded-server.ts";
export type { EmbeddedServer, EmbeddedServerOptions } from "./embedded-server.ts";
