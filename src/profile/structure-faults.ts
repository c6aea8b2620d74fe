import type { Resource } from "@medplum/fhirtypes";
import { findStructureFaults, rebasePath } from "../fhir/index.ts";
import type { Issue, IssueCode } from "../fhir/index.ts";
import { profileIssue } from "./check-context.ts";

/** What the interpreting validator says, and what we make of it; it is read by its words alone. */
const KINDS: readonly (readonly [RegExp, IssueCode, string, string, string])[] = [
  [/^Invalid (empty|null|undefined)/, "structure", "empty", "is empty", "type"],
  [/^Invalid additional property/, "structure", "unknown-element", "is no element of its type", "path"],
  [/^Invalid JSON type/, "structure", "json-type", "has the wrong JSON type", "type"],
  [/^Expected (array|single)/, "structure", "json-type", "has the wrong JSON type", "type"],
  [
    /(format|numeric value|value|integer|range .*|content)$/,
    "value",
    "primitive",
    "does not follow the rules of its primitive type",
    "type",
  ],
];

/** Slices are matched, patterns compared, references and invariants judged by our own walk, which sees more. */
const OURS =
  /^(Incorrect number of values provided for slice|Missing required property|Invalid number of values|Value did not match|Invalid reference|Constraint |Error evaluating)/;

/**
 * The structural faults that the interpreting validator finds: unknown elements, JSON types, the
 * lexical rules of primitives, empty values.
 *
 * @param place path of the resource, its own type where it stands alone
 * @returns issues without any value, with paths below `place`
 */
export function structureFaults(resource: Resource, place: string): readonly Issue[] {
  return findStructureFaults(resource)
    .filter(({ text, severity }) => severity === "error" && !OURS.test(text))
    .map(({ text, path }) => {
      const at = rebasePath(path, place).replace("[x]", "");
      const [, code, name, message, part] = KINDS.find(([pattern]) => pattern.test(text)) ?? OTHER;
      return profileIssue(code, name, `${at} ${message}.`, at, part);
    });
}

const OTHER = [/^/, "structure", "structure", "does not have the structure of its type", "type"] as const;
