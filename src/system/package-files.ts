import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** The absolute path of a file or folder that comes with this package, named from its top. */
export function packageFile(path: string): string {
  return join(ROOT, path);
}
