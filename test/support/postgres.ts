import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A PostgreSQL server of the test's own. */
export interface PostgresServer {
  /** Makes an empty database and gives its URL. */
  createDatabase(): Promise<string>;
  /** Ends every process of the server at once, without a checkpoint. */
  crash(): void;
  start(): void;
  stop(): void;
}

/** Why there is no PostgreSQL here, for the test that is not run. */
export const POSTGRES_MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)";

const BINARIES = globSync("/usr/lib/postgresql/*/bin").sort().at(-1);

/** Whether a server can be started. */
export const hasPostgres = BINARIES !== undefined;

/**
 * Starts a private server in a folder of its own.
 *
 * It refuses to run as root, so root runs it as the user `postgres`, whom the folder then belongs to.
 *
 * @param settings such as `fsync=off`, where durability is not what is tested
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  if (BINARIES === undefined) throw new Error(POSTGRES_MISSING);
  const folder = mkdtempSync(join(tmpdir(), "kypho-postgres-"));
  const isRoot = userInfo().uid === 0;
  if (isRoot) run("chown", ["postgres", folder]);
  chmodSync(folder, 0o700);
  const asUser = (command: string, args: readonly string[]): void => {
    if (isRoot) run("runuser", ["-u", "postgres", "--", join(BINARIES, command), ...args]);
    else run(join(BINARIES, command), args);
  };
  const data = join(folder, "data");
  asUser("initdb", ["-D", data, "-U", "kypho", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
  const port = await freePort();
  const options = [
    `-p ${port}`,
    ...["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, ...settings].map(
      (setting) => `-c ${setting}`,
    ),
  ];
  const start = (): void => {
    asUser("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options.join(" "), "start"]);
  };
  const stop = (): void => {
    process.off("exit", stop);
    if (existsSync(join(data, "postmaster.pid"))) asUser("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
    rmSync(folder, { recursive: true, force: true });
  };
  // It does not outlive this process, however that ends but by SIGKILL, as long as signals lead to an exit.
  process.on("exit", stop);
  start();
  let count = 0;
  return {
    async createDatabase() {
      const name = `kypho_${++count}`;
      const client = new pg.Client(`postgres://kypho@127.0.0.1:${port}/postgres`);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `postgres://kypho@127.0.0.1:${port}/${name}`;
    },
    crash: () => asUser("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]),
    start,
    stop,
  };
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd: tmpdir(), encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr || stdout}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
