/**
 * `npm run roundtrip -- [--cases 10000] [--seed NUMBER|random]`: generated cases are mapped to FHIR and back, one in twenty also through
 * the embedded FHIR server, and what comes back is compared; then the same is asked of maps with a rule deleted or changed.
 *
 * Prints the number of cases and the seed, so that a run can be had again; ends with 1 where a case does not come back whole.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const { cases, seed } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } }).values;
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const run = spawnSync(process.execPath, [vitest, "run", "--project", "property", "test/property/extraction"], {
  cwd: ROOT,
  stdio: "inherit",
  env: {
    ...process.env,
    ...(cases !== undefined && { KYPHO_CASES: cases }),
    ...(seed !== undefined && { KYPHO_SEED: seed }),
  },
});
process.exitCode = run.status ?? 1;
