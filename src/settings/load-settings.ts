import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import validate, { type SchemaError, type Settings } from "../../build/schemas/settings.js";
import { checkSettings, type TellFault } from "./check-settings.ts";
import { parseSettingsDocument, type SettingsDocument, type SettingsPath } from "./settings-document.ts";

/** The settings of a file that has no fault. */
export interface LoadedSettings {
  /** As the file says, with the text of each file that it names in place of the name. */
  readonly settings: Settings;
  /** SHA-256 of the file, hex; it holds no secret. */
  readonly hash: string;
}

/**
 * Reads a settings file and every file that it names; those are looked for beside it.
 *
 * @throws Error that lists every fault, one on a line, as `file:line:column: message`; it holds nothing out of the named files
 */
export function loadSettings(file: string): LoadedSettings {
  const text = readFileSync(file, "utf8");
  const document = parseSettingsDocument(text, file);
  const faults = [...document.faults];
  const fault: TellFault = (path, message) => void faults.push(document.faultAt(path, message));
  const settings = faults.length === 0 ? checkedBySchema(document, fault) : undefined;
  if (settings) checkSettings(settings, fault);
  const filled = settings && (withFiles(settings, [], dirname(resolve(file)), fault) as Settings);
  if (!filled || faults.length > 0) throw new Error(faults.join("\n"));
  return { settings: filled, hash: hash("sha256", text, "hex") };
}

function checkedBySchema({ value }: SettingsDocument, fault: TellFault): Settings | undefined {
  // A file of comments alone sets nothing.
  const content = value ?? {};
  if (validate(content)) return content;
  for (const error of validate.errors ?? []) fault(pathOf(error), sentenceOf(error));
  return undefined;
}

function pathOf({ instancePath, params }: SchemaError): SettingsPath {
  const steps = instancePath
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const { additionalProperty } = params as { readonly additionalProperty?: string };
  return additionalProperty === undefined ? steps : [...steps, additionalProperty];
}

function sentenceOf({ keyword, params, ...error }: SchemaError): string {
  const { allowedValues } = params as { readonly allowedValues?: readonly string[] };
  if (keyword === "additionalProperties") return "is not a setting";
  if (allowedValues) return `must be one of ${allowedValues.join(", ")}`;
  return (error as { readonly message?: string }).message ?? keyword;
}

/** Whether a setting names a file: by its name, and the list of signing keys. */
function namesFile(path: SettingsPath): boolean {
  const name = path.findLast((step) => typeof step === "string") ?? "";
  return name.endsWith("File") || name === "file" || name === "signingKeys";
}

function withFiles(value: unknown, path: SettingsPath, folder: string, fault: TellFault): unknown {
  if (Array.isArray(value)) return value.map((one, index) => withFiles(one, [...path, index], folder, fault));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withFiles(one, [...path, name], folder, fault)]),
    );
  }
  if (typeof value !== "string" || !namesFile(path)) return value;
  try {
    return readFileSync(resolve(folder, value), "utf8");
  } catch (error) {
    fault(path, `a file that can be read was expected, found none (${(error as NodeJS.ErrnoException).code ?? "?"})`);
    return "";
  }
}
