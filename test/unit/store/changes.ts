import type { KyphoplastyCase } from "../../../src/case/index.ts";
import { processCase, withdrawCase } from "../../../src/pipeline.ts";
import { readBundle, readVersion, type CaseChange, type Store } from "../../../src/store/index.ts";
import { readExample } from "../../support/example.ts";

type Parts = Partial<KyphoplastyCase>;

const HOW = { actor: "test", software: "0.0.0", destinations: ["one"] };

/** Submits the minimal case with parts of it replaced; `how` replaces parts of the change. */
export function submission(parts: Parts = {}, how: Partial<CaseChange> = {}): CaseChange {
  const document = JSON.stringify({ ...readExample("minimal"), ...parts });
  const made = processCase(Buffer.from(document));
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues)}`);
  return { cause: "submitted", document, ...HOW, ...made.value, ...how };
}

/** Revises what the store holds of the case. */
export async function revision(store: Store, parts: Parts, how: Partial<CaseChange> = {}): Promise<CaseChange> {
  const document = JSON.stringify({ ...readExample("minimal"), ...parts });
  const held = await readVersion(store, parts.caseId ?? readExample("minimal").caseId);
  const made = processCase(Buffer.from(document), { previous: readBundle(held?.bundle ?? "") });
  if (!made.ok || !held) throw new Error("refused");
  return { cause: "revised", document, follows: held.version, ...HOW, ...made.value, ...how };
}

/** Withdraws what the store holds of the case. */
export async function withdrawal(store: Store, caseId: string, how: Partial<CaseChange> = {}): Promise<CaseChange> {
  const held = await readVersion(store, caseId);
  const made = withdrawCase(readBundle(held?.bundle ?? ""), "2024-05-01T10:00:00Z");
  if (!made.ok || !held) throw new Error("refused");
  const { caseSystem } = readExample("minimal");
  const { version, contentHash } = held;
  return { cause: "withdrawn", caseId, caseSystem, contentHash, bundle: made.value, follows: version, ...HOW, ...how };
}

/** A patient by number. */
export const patient = (value: string): KyphoplastyCase["patient"] => ({
  identifiers: [{ system: "https://hospital.example.org/patient", value }],
});
