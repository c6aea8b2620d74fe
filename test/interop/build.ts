/**
 * `npm run interop:build`: builds the Java programs that `npm run interop` runs against, where they are missing or older than their sources.
 * Ends with 2 where that cannot be done.
 */
import { openJavaHarness, stopChildrenAtExit } from "./harness/index.ts";

stopChildrenAtExit();
try {
  await openJavaHarness((line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
