import type { TargetElement } from "./target-element.ts";

/** Something that a map's variable or parameter holds. */
export interface TracedValue {
  /** The place in the case that it is, if it is one as it stands there. */
  readonly pointer?: string;
  /** All places in the case that it is made from. */
  readonly origins: readonly Origin[];
  /** How it is made: a pointer, a literal, or a pattern such as `lesion-{/levels[]/level}`. */
  readonly text: string;
  readonly isLiteral: boolean;
}

/** A place in the case, on its way into a value. */
export interface Origin {
  readonly pointer: string;
  /** The ids of the ConceptMaps that it goes through, in order. */
  readonly conceptMaps: readonly string[];
}

/** A place in a map. */
export interface MapPlace {
  readonly file: string;
  readonly line: number;
}

/** A condition under which a rule holds. */
export interface TracedCondition extends MapPlace {
  /** As it is written. */
  readonly text: string;
  /** The place in the case that it is asked of. */
  readonly of: string;
  readonly fields: readonly string[];
}

/** An element that takes a value. */
export interface Link extends MapPlace {
  readonly element: TargetElement;
  readonly value: TracedValue;
  readonly conditions: readonly TracedCondition[];
}

/** A field that decides whether elements are made, without standing in them. */
export interface Decision extends MapPlace {
  readonly fields: readonly string[];
  readonly text: string;
  readonly elements: readonly TargetElement[];
}

/** Everything that a map does, in the order of its rules. */
export interface Trace {
  readonly links: readonly Link[];
  readonly decisions: readonly Decision[];
  /** Every place in the case that a rule names. */
  readonly read: ReadonlySet<string>;
}

/** What a variable of a map holds: something of the case, or an element that is being made. */
export type Bound =
  | { readonly kind: "value"; readonly value: TracedValue }
  | { readonly kind: "element"; readonly element: TargetElement };

export type Scope = ReadonlyMap<string, Bound>;
