import type { Bundle, OperationOutcome } from "@medplum/fhirtypes";
import { createProjection } from "../../src/explain/index.ts";
import { FAULTY_CASE, SEEDED_FAULTS } from "./seeded-faults.ts";
import { traced } from "./traced.ts";

/** Sends a transaction. */
export type PostBundle = (bundle: Bundle) => Promise<{ readonly status: number; readonly body: unknown }>;

/** One issue that a server had with a faulty bundle. */
export interface ProjectedIssue {
  readonly fault: string;
  readonly kind: string;
  readonly said: string;
  /** The seeded field is among the places that are shown. */
  readonly isProjected: boolean;
  /** It is the first of them. */
  readonly isFirst: boolean;
  /** The seeded field, and what was found. */
  readonly details: string;
}

/** What a server made of all faults. */
export interface FaultRun {
  /** Faults that the server took without a word. */
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  readonly issues: readonly ProjectedIssue[];
}

/** As many places as an issue shows. */
const SHOWN = 8;

/** Sends every faulty bundle to a server and leads what it says back to the case. */
export async function projectFaults(post: PostBundle): Promise<FaultRun> {
  const { bundle, origins } = traced(FAULTY_CASE);
  const plain = JSON.parse(JSON.stringify(bundle)) as Bundle;
  const accepted: string[] = [];
  const refused: string[] = [];
  const issues: ProjectedIssue[] = [];
  for (const { name, kind, fields, seed } of SEEDED_FAULTS) {
    const sent = seed(plain);
    const { status, body } = await post(sent);
    if (status < 300) {
      accepted.push(name);
      continue;
    }
    refused.push(name);
    const project = createProjection({ bundle: sent, origins });
    for (const { severity, diagnostics, details, expression = [], location = [] } of issuesOf(body)) {
      if (severity !== "error" && severity !== "fatal") continue;
      const message = diagnostics ?? details?.text ?? "";
      const path = expression[0] ?? location[0];
      const { places, elements } = project({ message, ...(path !== undefined && { path }) });
      const pointers = places.slice(0, SHOWN).map(({ pointer }) => pointer);
      const isSeeded = (pointer: string): boolean => fields.includes(pointer);
      issues.push({
        fault: name,
        kind,
        said: `${path ?? ""}: ${message}`,
        isProjected: pointers.some(isSeeded),
        isFirst: pointers.slice(0, 1).some(isSeeded),
        details: `${fields.join(" or ")} expected, found ${pointers.join(" ") || "nothing"} by ${elements.slice(0, 4).join(" ")}`,
      });
    }
  }
  return { accepted, refused, issues };
}

function issuesOf(body: unknown): OperationOutcome["issue"] {
  const outcome = body as Partial<OperationOutcome> | undefined;
  return outcome?.resourceType === "OperationOutcome" ? (outcome.issue ?? []) : [];
}
