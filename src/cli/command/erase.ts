import type { Config } from "../../config.ts";
import { nameUrn } from "../../mapping/index.ts";
import { erasePatient } from "../../store/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printLine } from "../output.ts";
import { actor, withStore } from "./keeping.ts";

/**
 * `kypho erase`: everything of patients, named one on each line as `system|value`, the identifier that their cases list
 * first. They come from a file or standard input, since a command line is seen by everybody on the machine.
 */
export async function eraseCommand(config: Config, file: string, reason: string): Promise<ExitCode> {
  const text = (await readAll(await openInput(file))).toString("utf8");
  const identities = text.split("\n").flatMap((line) => line.trim() || []);
  const fault = identities.findIndex((identity) => !/^[^|\s]+\|\S(.*\S)?$/.test(identity));
  if (fault >= 0) throw new Error(`Line ${fault + 1} must be system|value.`);
  await withStore(config, "maintain", async (store) => {
    for (const identity of identities) {
      await printLine(await erasePatient(store, { lane: laneOfIdentity(identity), actor: actor(), reason }));
    }
  });
  return 0;
}

/** The lane of the Patient with this identifier: a fullUrl without its scheme. */
function laneOfIdentity(identity: string): string {
  return nameUrn(identity).replace("urn:uuid:", "");
}
