import type { StructureDefinition } from "@medplum/fhirtypes";
import { isObject, profileIssue, type CheckContext } from "../check-context.ts";
import type { StructureTree } from "../tree/element-node.ts";
import { isExample } from "./primitive.ts";
import { ancestry } from "../tree/subtype.ts";

/** Where an extension stands: the element that it extends. */
export interface ExtensionHolder {
  /** In the definitions: `Patient.contact.name` and `HumanName`. */
  readonly paths: readonly string[];
  readonly type: string;
  /** The url of the extension that holds it, where it is a part of one. */
  readonly extensionUrl?: string;
}

const SPEC = "https://hl7.org/fhir/R4/extensibility.html";

/**
 * An extension is known, stands where its definition allows, and modifies only where it is a modifier.
 *
 * Extensions of examples (`example.org`) need no definition.
 *
 * @returns the definition to check the extension by
 */
export function checkExtension(
  value: unknown,
  isModifier: boolean,
  holder: ExtensionHolder,
  path: string,
  context: CheckContext,
): StructureTree | undefined {
  if (!isObject(value) || typeof value["url"] !== "string") return undefined;
  const { url } = value;
  // A part of a complex extension is defined by the extension around it.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) {
    if (holder.extensionUrl === undefined) {
      const message = `${path}.url was expected to be an absolute address, found a relative one.`;
      context.report(profileIssue("structure", "extension-url", message, `${path}.url`, `${SPEC}#Extension`));
    }
    return undefined;
  }
  if (url.includes("|")) {
    const message = `${path}.url was expected without a version, found one.`;
    context.report(profileIssue("extension", "extension-version", message, `${path}.url`, `${SPEC}#Extension`));
  }
  const structure = context.definitions.structure(url);
  const tree = structure && context.definitions.tree(url);
  if (structure === undefined || tree?.type !== "Extension") {
    if (context.allowsExamples && isExample(url)) return undefined;
    const message = `${path} was expected to be an extension that is known here, found another one.`;
    context.report(profileIssue("extension", "unknown-extension", message, path, `${SPEC}#undefined`));
    return undefined;
  }
  const modifies = tree.root.definition.isModifier === true;
  if (modifies !== isModifier) {
    const message = `${path} was expected as ${modifies ? "modifierExtension" : "extension"}, found it as the other.`;
    context.report(profileIssue("extension", "extension-modifier", message, path, `${SPEC}#modifierExtension`));
  }
  if (!mayStand(structure, holder, context)) {
    const message = `${path} was expected only where its definition allows it, found it on ${holder.paths.at(-1) ?? "another element"}.`;
    context.report(profileIssue("extension", "extension-context", message, path, `${SPEC}#context`));
  }
  return tree;
}

/** https://hl7.org/fhir/R4/defining-extensions.html#context */
function mayStand(
  { context: contexts }: StructureDefinition,
  { paths, type, extensionUrl }: ExtensionHolder,
  { definitions, holds, around, conforms }: CheckContext,
): boolean {
  if (contexts === undefined || contexts.length === 0) return true;
  // Element stands for everything that can be extended, resources too.
  const names = new Set([
    "Element",
    ...ancestry(type, definitions),
    ...paths.flatMap((path) => elementsOf(path, definitions)),
  ]);
  return contexts.some(({ type: kind, expression }) => {
    if (kind === "element") return names.has(expression) || names.has(withoutUrl(expression));
    if (kind === "extension") return extensionUrl === expression;
    const asked = {
      value: around.resource,
      sidecar: undefined,
      type: String(around.resource["resourceType"]),
      around,
      conforms,
    };
    return holds(`(${expression}).exists()`, asked) !== false;
  });
}

/** `http://hl7.org/fhir/StructureDefinition/Patient#Patient.name` */
function withoutUrl(expression: string): string {
  return expression.slice(expression.lastIndexOf("#") + 1).replace(/^.*\//, "");
}

/** The same element as the types that its resource derives from call it: `DomainResource.text` of `Patient.text`. */
function elementsOf(path: string, definitions: CheckContext["definitions"]): readonly string[] {
  const [type = "", ...rest] = path.split(".");
  return ancestry(type, definitions).flatMap((name) => {
    const full = [name, ...rest].join(".");
    return [full, full.replaceAll("[x]", "")];
  });
}
