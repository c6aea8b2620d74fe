// Puts `kypho` beside the commands of the dependencies, so that `npx kypho` in a checkout runs this checkout.
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../node_modules/.bin");
mkdirSync(folder, { recursive: true });
rmSync(join(folder, "kypho"), { force: true });
symlinkSync("../../src/cli/kypho.js", join(folder, "kypho"));
