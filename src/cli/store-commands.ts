import { InvalidArgumentError, type Command } from "commander";
import type { Config } from "../config.ts";
import type { RetentionPolicy } from "../store/index.ts";
import type { ExitCode } from "./exit-code.ts";

/**
 * Adds the commands of those who look after the store. They work beside a running service, but for `restore`, on the
 * store of KYPHO_DATA or KYPHO_DATABASE_URL.
 */
export function addStoreCommands(program: Command, config: Config, done: (code: ExitCode) => void): void {
  program
    .command("backup")
    .description("write all that is stored into one new file, while the service runs, and check it")
    .argument("<file>", "a new file; an SQLite database, whatever the store is")
    .action(async (file: string) => {
      const { backupCommand } = await import("./command/keeping.ts");
      done(await backupCommand(config, file));
    });

  program
    .command("restore")
    .description("check a backup and fill an empty store with it")
    .argument("<file>", "what `kypho backup` wrote")
    .action(async (file: string) => {
      const { restoreCommand } = await import("./command/keeping.ts");
      done(await restoreCommand(config, file));
    });

  program
    .command("documents")
    .description("print the current document of every stored case, as NDJSON")
    .option("--backup <file>", "of a backup instead of the store")
    .addHelpText("after", "\nExample:\n  kypho documents | kypho verify -\n")
    .action(async ({ backup }: { backup?: string }) => {
      const { documentsCommand } = await import("./command/keeping.ts");
      done(await documentsCommand(config, backup));
    });

  program
    .command("erase")
    .description("erase patients from the store; the audit keeps hashes, destinations and backups are not touched")
    .argument(
      "<file>",
      "a file, or - for standard input; one system|value on each line, the patient's first identifier",
    )
    .requiredOption("--reason <text>", "the number of the request; nothing of the patient")
    .action(async (file: string, { reason }: { reason: string }) => {
      const { eraseCommand } = await import("./command/erase.ts");
      done(await eraseCommand(config, file, reason));
    });

  program
    .command("retain")
    .description("remove what is older than a policy keeps; what no option names is kept for ever")
    .option("--idempotency-key-days <days>", "keys of requests", days)
    .option("--attempt-days <days>", "attempts at deliveries that are settled", days)
    .option("--old-version-days <days>", "documents and bundles of versions that are not current", days)
    .option("--case-days <days>", "cases since their last change, once they are delivered", days)
    .addHelpText("after", "\nExample, daily:\n  kypho retain --idempotency-key-days 90 --attempt-days 730\n")
    .action(async (policy: RetentionPolicy) => {
      const { retainCommand } = await import("./command/keeping.ts");
      done(await retainCommand(config, policy));
    });

  program
    .command("audit")
    .description("look after the audit")
    .command("verify")
    .description("check that no row of the audit was changed, deleted, inserted or moved")
    .option("--anchors <file>", "what an earlier check printed, kept out of reach: shows what was cut off")
    .action(async ({ anchors }: { anchors?: string }) => {
      const { auditVerifyCommand } = await import("./command/audit.ts");
      done(await auditVerifyCommand(config, anchors));
    });
}

function days(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("A number of days was expected.");
  return Number(text);
}
