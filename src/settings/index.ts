/**
 * The settings of a site: one YAML file comes in, is checked against settings.schema.yaml and by what a schema cannot say, and
 * goes out with the text of every file that it names; or every fault at once, each at its line and column.
 *
 * Nothing is opened or contacted here; `main` does, from what this gives.
 */
export { loadSettings, type LoadedSettings } from "./load-settings.ts";
export type { Settings } from "../../build/schemas/settings.js";
