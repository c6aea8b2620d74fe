import { readFileSync } from "node:fs";
import type { Config } from "../../config.ts";
import { verifyAudit, type AuditAnchor } from "../../store/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { printDocument } from "../output.ts";
import { withStore } from "./keeping.ts";

/**
 * `kypho audit verify`: every chain from its beginning. What it prints, kept out of reach, is the anchor of the next
 * check; without one nobody can tell whether the end was cut off.
 */
export async function auditVerifyCommand(config: Config, anchorFile: string | undefined): Promise<ExitCode> {
  const anchors = anchorFile === undefined ? [] : readAnchors(anchorFile);
  const report = await withStore(config, "read", (store) => verifyAudit(store, anchors));
  await printDocument(report);
  return report.breaks.length === 0 ? 0 : 1;
}

function readAnchors(file: string): readonly AuditAnchor[] {
  const { anchors } = JSON.parse(readFileSync(file, "utf8")) as { readonly anchors?: readonly Partial<AuditAnchor>[] };
  const isGood = anchors?.every(
    ({ chain, seq, hash }) => Number.isInteger(chain) && Number.isInteger(seq) && /^[0-9a-f]{64}$/.test(hash ?? ""),
  );
  if (!isGood) throw new Error(`${file} is not what an earlier check printed.`);
  return anchors as readonly AuditAnchor[];
}
