import type { Bundle, OperationOutcome, Resource } from "@medplum/fhirtypes";
import { processCase } from "../../../src/pipeline.ts";
import { mustPass, readCaseDocuments, readResources } from "../cases.ts";
import type { Check, Disagreement } from "../lane.ts";

/** `$validate` refuses every invalid example, and accepts every valid one. */
export async function checkValidateOperation(baseUrl: string): Promise<readonly Check[]> {
  const ask = async (folder: string, expectsError: boolean): Promise<Check> => {
    const resources = readResources(`profiles/examples/${folder}`);
    const disagreements: Disagreement[] = [];
    for (const [id, resource] of resources) {
      const { outcome } = await post(`${baseUrl}/${resource.resourceType}/$validate`, resource);
      if (errorsOf(outcome).length > 0 !== expectsError) {
        disagreements.push({ id, how: expectsError ? "accepted" : "refused", details: describe(outcome) });
      }
    }
    return { name: `$validate on ${folder} examples`, total: resources.size, disagreements };
  };
  return [await ask("valid", false), await ask("invalid", true)];
}

/**
 * A mapped bundle with one member broken is refused by `$validate` and as a transaction, and the member is named;
 * each member in turn.
 */
export async function checkBrokenMembers(baseUrl: string): Promise<Check> {
  const bundle = typicalBundle();
  const disagreements: Disagreement[] = [];
  for (const at of bundle.entry?.keys() ?? []) {
    const broken = withUnknownElement(bundle, at);
    const place = `Bundle.entry[${at}]`;
    const validated = await post(`${baseUrl}/Bundle/$validate`, broken);
    const sent = await post(baseUrl, broken);
    for (const [way, { status, outcome }] of Object.entries({ validated, sent })) {
      const isRefused = way === "validated" ? status === 200 : status === 422;
      const isNamed = errorsOf(outcome).some(({ expression = [] }) => expression.some((it) => it.startsWith(place)));
      if (isRefused && isNamed) continue;
      const how = `${way}: ${isRefused ? "not named" : `answered with ${status}`}`;
      disagreements.push({ id: place, how, details: describe(outcome) });
    }
  }
  return { name: "bundles with a broken member", total: bundle.entry?.length ?? 0, disagreements };
}

function typicalBundle(): Bundle {
  const document = readCaseDocuments().find(({ id }) => id === "typical.json");
  if (!document) throw new Error("examples/typical.json is missing");
  return JSON.parse(JSON.stringify(mustPass(document.id, processCase(document.bytes)).bundle)) as Bundle;
}

/** Breaks what every type forbids. */
function withUnknownElement(bundle: Bundle, at: number): Bundle {
  const entry = (bundle.entry ?? []).map((one, index) =>
    index === at ? { ...one, resource: { ...one.resource, unknownElement: true } as unknown as Resource } : one,
  );
  return { ...bundle, entry };
}

interface Posted {
  readonly status: number;
  readonly outcome: OperationOutcome;
}

async function post(url: string, resource: Resource): Promise<Posted> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/fhir+json", accept: "application/fhir+json" },
    body: JSON.stringify(resource),
  });
  return { status: response.status, outcome: (await response.json()) as OperationOutcome };
}

function errorsOf({ issue }: OperationOutcome): OperationOutcome["issue"] {
  return (issue as OperationOutcome["issue"] | undefined)?.filter(({ severity }) => /error|fatal/.test(severity)) ?? [];
}

function describe(outcome: OperationOutcome): string {
  return errorsOf(outcome)
    .map(({ diagnostics, expression }) => `${expression?.join(", ") ?? ""}: ${diagnostics ?? ""}`)
    .join("\n  ");
}
