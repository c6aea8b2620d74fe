import { statSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { filesIn } from "./site-folder.ts";

/** How a folder is watched; times are in milliseconds. */
export interface WatchOptions {
  /** How long nothing may change before a change counts, since files are copied one by one. */
  readonly quietMs?: number;
  /** How often the folder is looked at besides, for file systems that tell nothing. */
  readonly pollMs?: number;
}

/**
 * Calls back when the files of a folder have changed, once they are quiet.
 *
 * @returns a function that ends it
 */
export function watchFolder(
  folder: string,
  onChange: () => void,
  { quietMs = 300, pollMs = 5000 }: WatchOptions = {},
): () => void {
  let known = signatureOf(folder);
  let seen = known;
  let quiet: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = signatureOf(folder);
    if (now !== seen) {
      // Still going on: wait for as long again.
      seen = now;
      again();
    } else if (now !== known) {
      known = now;
      onChange();
    }
  };
  const again = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(look, quietMs);
  };
  const poll = setInterval(() => {
    if (signatureOf(folder) !== known) again();
  }, pollMs);
  const watcher = openWatcher(folder, again);
  return () => {
    clearTimeout(quiet);
    clearInterval(poll);
    watcher?.close();
  };
}

/** Where the system cannot watch, the poll alone has to do. */
function openWatcher(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { recursive: true }, onEvent);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** Names, sizes and times of change of all files; what cannot be read now is as if it were not there. */
function signatureOf(folder: string): string {
  try {
    return filesIn(folder)
      .map((file) => {
        const { size, mtimeMs } = statSync(join(folder, file));
        return `${file} ${size} ${mtimeMs}`;
      })
      .join("\n");
  } catch {
    return "";
  }
}
