/**
 * Where in a map a record of a trace is made, and how it is read.
 *
 * A trace is a flat list of numbers that a traced module writes while it runs: for each record its arguments and then the
 * number of its site. The length of the list behind a record is its id, by which later records name it: so a record is found, and
 * the whole list can be read backwards.
 */
export interface Site {
  /**
   * - `item`: an item of a list in the source: a node and its place in the list
   * - `value`: a value that came from several nodes, or through a ConceptMap
   * - `when`: a rule fires: what was asked before, and the nodes that it depends on
   * - `miss`: a rule does not fire
   * - `object`: an object of the target: the one around it (-1 for none yet), and when
   * - `attach`: an object goes into another one: itself, the other one, and when
   * - `leaf`: a value goes into an object: the object, and when
   */
  readonly kind: "item" | "value" | "when" | "miss" | "object" | "attach" | "leaf";
  /** How many arguments a record has. */
  readonly size: number;
  /** The rule, by its number in `meta.rules`. */
  readonly rule: number;
  /** The line of what stands there: a target, a source, or the rule itself. */
  readonly line: number;
  readonly property?: string;
  readonly isList?: boolean;
  /** The object may be there already, as a single element that rules reach several times. */
  readonly isReached?: boolean;
  /** The resource type of an object that is a resource. */
  readonly type?: string;
  /** Where the value, or the rule's source, comes from. */
  readonly from?: readonly SitePart[];
  /** What else decides about it: what conditions read. */
  readonly because?: readonly SitePart[];
  /** Of a rule that does not fire, the elements that it would have filled: `Observation.effective`. */
  readonly into?: readonly string[];
  /** The text of its condition. */
  readonly where?: string;
  /** What goes into the object whenever it is made: literals, and objects that hold nothing else. */
  readonly puts?: readonly SitePut[];
}

/** A literal of the map, or an object of literals, that goes into an object as soon as it is made. */
export interface SitePut {
  readonly rule: number;
  readonly line: number;
  readonly property: string;
  readonly isList: boolean;
  /** Of an object, what goes into it; undefined for a literal. */
  readonly puts?: readonly SitePut[];
  readonly type?: string;
}

/**
 * Nodes of the source: one argument, which is a node or an object that was made, and the path from there as a JSON pointer, in
 * which `*` stands for every item of a list. Then the ConceptMaps that the value went through, each with the argument that tells its row.
 */
export interface SitePart {
  readonly argument: number;
  readonly path: string;
  readonly rows?: readonly { readonly argument: number; readonly conceptMap: string }[];
}

/** A row of a ConceptMap: its place there, the code that is looked up and what it becomes. */
export type TracedRow = readonly [group: number, element: number, code: string, target: string];

/** The node of the whole source. */
export const ROOT = 0;
/** In place of a node: a value that does not come from the source. In place of an object: none. */
export const NONE = -1;
