import { userInfo } from "node:os";
import type { Config } from "../../config.ts";
import {
  applyRetention,
  openBackup,
  openStore,
  readAllVersions,
  readBackup,
  restoreBackup,
  writeBackup,
  type RetentionPolicy,
  type Store,
  type StoreOptions,
} from "../../store/index.ts";
import type { Site } from "../../site/index.ts";
import { checkKept } from "../check-kept.ts";
import type { ExitCode } from "../exit-code.ts";
import { print, printDocument } from "../output.ts";
import { withWayIn } from "../way-in.ts";

/** Who runs the command, as the audit names it. */
export function actor(): string {
  return `(command line) ${userInfo().username}`;
}

/** Opens the store of the configuration for the time of a command. */
export async function withStore<T>(
  { dataFolder, databaseUrl }: Config,
  access: StoreOptions["access"],
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({ dataFolder, access, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** `kypho backup`: one file of all that is stored, made beside the running service and checked. */
export async function backupCommand(config: Config, file: string): Promise<ExitCode> {
  const report = await withStore(config, "maintain", (store) => writeBackup(store, file, actor()));
  return withWayIn(config, ({ site }) => reportBackup(file, report, site));
}

/** `kypho restore`: a checked backup into an empty store. */
export async function restoreCommand(config: Config, file: string): Promise<ExitCode> {
  const report = await readBackup(file);
  const code = await withWayIn(config, ({ site }) => reportBackup(file, report, site));
  if (code === 0) await withStore(config, "serve", (store) => restoreBackup(store, file, actor()));
  return code;
}

/** Prints what a backup holds, with the check of every version; 1 when something in it is not what was stored. */
async function reportBackup(
  file: string,
  report: Awaited<ReturnType<typeof readBackup>>,
  site: Site | undefined,
): Promise<ExitCode> {
  const backup = await openBackup(file);
  try {
    const versions = await checkKept(backup, site);
    await printDocument({ file, ...report, versions });
    return versions.differing.length + report.audit.breaks.length === 0 ? 0 : 1;
  } finally {
    await backup.close();
  }
}

/** `kypho retain`: removes what a policy lets go. */
export async function retainCommand(config: Config, policy: RetentionPolicy): Promise<ExitCode> {
  const now = Date.now();
  await printDocument(await withStore(config, "maintain", (store) => applyRetention(store, policy, actor(), now)));
  return 0;
}

/** `kypho documents`: the current document of every case, as NDJSON. */
export async function documentsCommand(config: Config, backup: string | undefined): Promise<ExitCode> {
  const write = async (store: Store): Promise<void> => {
    for await (const { document, isCurrent } of readAllVersions(store)) {
      // JSON has no line breaks but between its tokens.
      if (isCurrent && document !== null) await print(`${document.replaceAll(/[\r\n]+/g, " ")}\n`);
    }
  };
  if (backup === undefined) await withStore(config, "read", write);
  else {
    const store = await openBackup(backup);
    await write(store).finally(() => store.close());
  }
  return 0;
}
