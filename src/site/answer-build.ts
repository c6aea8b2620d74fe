import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packageFile } from "../system/index.ts";

/**
 * Lets this thread import from a set's folder what the program imports from `build/`, as far as the set has it.
 *
 * So a set is another build of the same program: nothing in it knows of sites, and without a site nothing is looked up.
 * To be called before the modules are imported; https://nodejs.org/api/module.html#customization-hooks
 */
export function answerBuildFrom(folder: string): void {
  const built = `${pathToFileURL(packageFile("build")).href}/`;
  const own = `${pathToFileURL(folder).href}/`;
  registerHooks({
    resolve(specifier, context, next) {
      // Modules of the set stand outside the package, so its dependencies are looked for from inside.
      const isFromSet = context.parentURL?.startsWith(own) === true && !/^(?:\.|file:|node:)/.test(specifier);
      const found = next(specifier, isFromSet ? { ...context, parentURL: built } : context);
      if (!found.url.startsWith(built)) return found;
      const url = own + found.url.slice(built.length);
      return existsSync(fileURLToPath(url)) ? { ...found, url } : found;
    },
  });
}
