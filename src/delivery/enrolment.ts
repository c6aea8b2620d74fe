import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Enrolment {
  readonly baseUrl: string;
  readonly idSecret: string;
}

/**
 * The secret that a destination's ids are derived with, drawn when the destination is first used.
 *
 * It is kept in the data folder for this user alone: with another secret every resource would get another
 * id and be written twice. Two processes that enrol at once get the same secret.
 *
 * @param baseUrl a slash at its end does not count
 * @returns 64 hexadecimal digits
 */
export function enrol(dataFolder: string, baseUrl: string): string {
  const url = baseUrl.replace(/\/+$/, "");
  const folder = join(dataFolder, "destinations");
  const file = join(folder, `${createHash("sha256").update(url).digest("hex").slice(0, 16)}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const drawn: Enrolment = { baseUrl: url, idSecret: randomBytes(32).toString("hex") };
  try {
    writeFileSync(file, `${JSON.stringify(drawn)}\n`, { flag: "wx", mode: 0o600, flush: true });
    return drawn.idSecret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (JSON.parse(readFileSync(file, "utf8")) as Enrolment).idSecret;
  }
}
