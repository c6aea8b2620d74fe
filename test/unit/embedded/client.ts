import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { fetch } from "undici";

/** What came back: status, headers and the parsed body, `undefined` when there was none. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AnswerBody;
}

/** What tests read of answers, whatever resource they are; the rest of a body is not looked at. */
export interface AnswerBody {
  readonly resourceType: string;
  readonly id: string;
  readonly meta: { readonly versionId: string };
  readonly active?: boolean;
  readonly subject: { readonly reference: string };
  readonly fhirVersion: string;
  readonly rest: readonly { readonly interaction: readonly unknown[] }[];
  readonly total: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly issue: readonly { readonly code: string; readonly expression?: readonly string[] }[];
  readonly entry: readonly {
    readonly resource: AnswerBody;
    readonly response: { readonly status: string; readonly etag: string; readonly outcome: AnswerBody };
  }[];
}

/** Sends one FHIR request. */
export async function send(
  method: string,
  url: string,
  content?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(content !== undefined && { "content-type": "application/fhir+json" }), ...headers },
    ...(content !== undefined && { body: JSON.stringify(content) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text ? JSON.parse(text) : undefined) as AnswerBody,
  };
}

export function transaction(...entry: BundleEntry[]): Bundle {
  return { resourceType: "Bundle", type: "transaction", entry };
}

export function put(resource: Resource, url: string, fullUrl?: string): BundleEntry {
  return { resource, request: { method: "PUT", url }, ...(fullUrl !== undefined && { fullUrl }) };
}

export function patient(value: string): Resource {
  return { resourceType: "Patient", identifier: [{ system: "urn:test:patient", value }] };
}

export function observation(value: string, subject: string, date = "2024-01-05"): Resource {
  return {
    resourceType: "Observation",
    status: "final",
    identifier: [{ system: "urn:test:case", value }],
    code: { coding: [{ system: "urn:test:code", code: "height" }] },
    subject: { reference: subject },
    effectiveDateTime: date,
  };
}
