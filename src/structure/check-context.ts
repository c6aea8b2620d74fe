import type { Issue } from "../fhir/index.ts";
import type { Definitions } from "./definitions.ts";
import type { Terminology } from "./terminology/index.ts";
import type { ElementNode } from "./tree/element-node.ts";

/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a reference leads to. */
export interface Target {
  readonly resource: JsonObject;
  readonly mode: "contained" | "bundled" | "referenced";
  /** What the target stands in itself. */
  readonly around: Around;
}

/** Says whether an invariant holds; undefined where it cannot be asked. */
export type Holds = (expression: string, question: InvariantQuestion) => boolean | undefined;

/** An invariant's focus and what it stands in. */
export interface InvariantQuestion {
  readonly value: unknown;
  readonly sidecar: unknown;
  /** The type of the focus; of a backbone element its path from the type that holds it (`Timing.repeat`). */
  readonly type: string;
  readonly around: Around;
  readonly conforms: CheckContext["conforms"];
  /** Told the part of the expression that was to blame, where it is not the whole. */
  readonly blame?: (part: string) => void;
}

/** The resource that a value stands in. */
export interface Around {
  readonly resource: JsonObject;
  /** Of a contained resource the one that holds it. */
  readonly root: JsonObject;
  readonly resolve: (reference: string) => Target | undefined;
  /** The same of a resource that stands in this one: contained, or in an entry of a Bundle. */
  readonly inner: (resource: JsonObject) => Around;
}

/** What every check may ask. */
export interface CheckContext {
  readonly definitions: Definitions;
  readonly terminology: Terminology;
  readonly holds: Holds;
  readonly around: Around;
  readonly report: (issue: Issue) => void;
  /** Addresses of examples (`example.org`) may stand for others, as they do in documentation. */
  readonly allowsExamples: boolean;
  /** A reference to nothing that is at hand is an error. */
  readonly needsTargets: boolean;
  /** The instant of the check, ISO 8601 with a zone. */
  readonly now?: () => string;
  /** Whether a value passes a profile without an error. */
  readonly conforms: (value: unknown, profile: string, around: Around) => boolean;
}

/** One occurrence of an element. */
export interface Occurrence {
  readonly node: ElementNode;
  /** Undefined of a primitive that has only an id or extensions. */
  readonly value: unknown;
  /** `_x` of a primitive. */
  readonly sidecar: unknown;
  readonly type: string;
  /** FHIRPath with indexes. */
  readonly path: string;
}

/** A check of one occurrence of an element. */
export type Check = (occurrence: Occurrence, context: CheckContext) => void;

const ELEMENT = "https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition";

/** Makes an issue of a check; `part` is the part of ElementDefinition that rules it, or a whole address. */
export function profileIssue(code: Issue["code"], name: string, message: string, path: string, part: string): Issue {
  const spec = part.includes("://") ? part : `${ELEMENT}.${part}`;
  return { severity: "error", code, rule: `profile/${name}`, message, path, spec };
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
