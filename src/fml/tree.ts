import type { Expression } from "../fhirpath/index.ts";
import type { Position } from "../fhir/index.ts";
import type { ConceptMap } from "./terminology.ts";

/** Where a node stands in its map. */
interface Node {
  readonly at: Position;
}

/** A map as it was written. https://hl7.org/fhir/R4/mapping-language.html */
export interface MapTree extends Node {
  /** The file it was read from, as issues name it. */
  readonly file: string;
  readonly url: string;
  readonly name: string;
  readonly uses: readonly Uses[];
  readonly imports: readonly Import[];
  readonly groups: readonly Group[];
  /** ConceptMaps that stand in the map itself; their url is `#` and their name. */
  readonly conceptMaps: readonly ConceptMap[];
  /** The text, line by line, for the comments of the emitted module. */
  readonly lines: readonly string[];
}

export interface Uses extends Node {
  readonly url: string;
  readonly alias?: string;
  readonly mode: "source" | "target" | "queried" | "produced";
}

export interface Import extends Node {
  readonly url: string;
}

export interface Group extends Node {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly extends?: Reference;
  readonly typeMode?: "types" | "type-and-types";
  readonly rules: readonly Rule[];
}

export interface Input extends Node {
  readonly mode: "source" | "target";
  readonly name: string;
  readonly type?: string;
}

/** A name that stands for something else. */
export interface Reference extends Node {
  readonly name: string;
}

export interface Rule extends Node {
  readonly name: string;
  readonly source: Source;
  /** Further sources: the rule fires for each combination of what they find. */
  readonly otherSources: readonly Source[];
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  readonly dependents: readonly Dependent[];
}

export type ListMode = "first" | "not_first" | "last" | "not_last" | "only_one";

export interface Source extends Node {
  readonly context: string;
  readonly element?: Reference;
  readonly type?: Reference;
  readonly min?: number;
  readonly max?: string;
  readonly defaultValue?: Parameter;
  readonly listMode?: ListMode;
  readonly variable?: string;
  readonly where?: Condition;
  readonly check?: Condition;
  readonly log?: Condition;
}

/** An expression and its text as written. */
export interface Condition extends Node {
  readonly text: string;
  readonly tree: Expression;
}

export interface Target extends Node {
  /** None where a transform stands alone: `create('Quantity') as q`. */
  readonly context?: string;
  readonly element?: Reference;
  readonly transform?: Transform;
  readonly variable?: string;
  readonly listModes: readonly string[];
  readonly share?: string;
}

export interface Transform extends Node {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

export type Parameter = Node &
  (
    | { readonly kind: "string" | "integer" | "decimal" | "boolean"; readonly text: string }
    | { readonly kind: "variable"; readonly text: string }
    | { readonly kind: "expression"; readonly text: string; readonly tree: Expression }
  );

export interface Dependent extends Node {
  readonly name: string;
  readonly variables: readonly Argument[];
}

/** What a group is called with: a variable, or a literal that one of its sources then is. */
export interface Argument extends Reference {
  readonly literal?: Parameter;
}
