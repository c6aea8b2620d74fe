import type { Bundle, Patient, Resource } from "@medplum/fhirtypes";
import type { Exchange } from "../answer/index.ts";
import type { FhirRequest } from "../server/index.ts";

/** FHIR's own mark of test data, https://terminology.hl7.org/CodeSystem-v3-ActReason.html */
const TEST = { system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "HTEST" };
const SYSTEM = "urn:kypho-fhir:probe";

/** What probes stand on: the server, and names that nobody else has. */
export interface ProbeWorld {
  readonly send: (request: FhirRequest) => Promise<Exchange>;
  /** A name that no other probe has. */
  readonly draw: () => string;
  /** Milliseconds that only ever grow. */
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** A Patient that is marked as a test and named by a word of ours. */
export function testPatient(name: string, more: Partial<Patient> = {}): Patient {
  return {
    resourceType: "Patient",
    meta: { tag: [TEST] },
    identifier: [{ system: SYSTEM, value: name }],
    active: false,
    ...more,
  };
}

/** The search for such a Patient. */
export function byName(name: string): string {
  return `identifier=${encodeURIComponent(`${SYSTEM}|${name}`)}`;
}

export function statusOf(answer: Exchange): number | undefined {
  return answer.kind === "answer" ? answer.status : undefined;
}

/** The id that an answer to a write names. */
export function idOf(answer: Exchange): string | undefined {
  if (answer.kind !== "answer") return undefined;
  const location = answer.headers["location"] ?? answer.headers["content-location"] ?? "";
  return /\/Patient\/([A-Za-z0-9.-]{1,64})(?:\/|$)/.exec(`/${location}`)?.[1] ?? resourceOf(answer)?.id;
}

export function resourceOf(answer: Exchange): Resource | undefined {
  const body = answer.kind === "answer" ? (answer.body as Partial<Resource> | undefined) : undefined;
  return body?.resourceType === undefined || body.resourceType === "OperationOutcome" ? undefined : (body as Resource);
}

/** Reads a Patient by its id. */
export async function readPatient({ send }: ProbeWorld, id: string): Promise<Patient | undefined> {
  const found = resourceOf(await send({ method: "GET", path: `Patient/${id}` }));
  return found?.resourceType === "Patient" ? found : undefined;
}

/** The ids of the Patients of a name that a search finds now. */
export async function findPatients({ send }: ProbeWorld, name: string): Promise<readonly string[]> {
  const found = resourceOf(await send({ method: "GET", path: `Patient?${byName(name)}` })) as Bundle | undefined;
  return (found?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === "Patient" && resource.id !== undefined ? [resource.id] : [],
  );
}

/** Posts a Patient, on a condition or none. */
export function createPatient({ send }: ProbeWorld, patient: Patient, ifNoneExist?: string): Promise<Exchange> {
  const headers = ifNoneExist === undefined ? {} : { headers: { "if-none-exist": ifNoneExist } };
  return send({ method: "POST", path: "Patient", content: patient, ...headers });
}

/** Puts a Patient to an id, on condition of a version or none. */
export function putPatient({ send }: ProbeWorld, id: string, patient: Patient, ifMatch?: string): Promise<Exchange> {
  const headers = ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } };
  return send({ method: "PUT", path: `Patient/${id}`, content: { ...patient, id }, ...headers });
}
