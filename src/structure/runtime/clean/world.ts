import type { InvariantScope, TypeTable } from "../../../fhirpath/runtime/index.ts";
import type { BindingRule, CodeCheck, CodedType, Terminology } from "../../terminology/index.ts";

/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True only where the walk would report nothing of the value; false may also mean that only the walk can tell. */
export type CleanCheck = (self: JsonObject, scope: CleanScope) => boolean;

/** What the checks of one resource may ask: it, what is around it, and the world. */
export interface CleanScope extends InvariantScope {
  readonly resource: JsonObject;
  readonly rootResource: JsonObject;
  readonly world: CleanWorld;
  /** Of the Bundle whose entry the root is. */
  readonly bundle: CleanBundle | undefined;
  /** Of the entry that holds the root. */
  readonly fullUrl: string | undefined;
  /** Of the Bundle that the resource is. */
  own: CleanBundle | undefined;
  /** That no text of the resource has a character that JSON escapes, as far as is known. */
  isPlain: boolean;
  /** Whether an element was met that has an id. */
  hasElementIds: boolean;
  /** The last text of a reference that is the address of an entry, and the entry: whoever looks at the target needs no look-up. */
  named: string | undefined;
  namedEntry: CleanEntry | undefined;
  readonly resolve: (reference: string) => JsonObject | undefined;
}

/** What is known of an entry's resource while a Bundle is checked. */
export interface CleanEntry {
  readonly resource: JsonObject;
  /** The resource's type. */
  readonly type: unknown;
  readonly fullUrl: string | undefined;
  passed: readonly CleanCheck[];
  running: readonly CleanCheck[];
  scope: CleanScope | undefined;
}

/** What is known of a Bundle while its entries are checked. */
export interface CleanBundle {
  /** Whether every reference has to name the fullUrl of an entry. */
  readonly isClosed: boolean;
  /** That no text in it has a character that JSON escapes, as far as is known. */
  readonly isPlain: boolean;
  /** Whether no two entries with a resource have the same fullUrl. */
  readonly areNamesDistinct: boolean;
  /** The first entry with this fullUrl. */
  readonly named: (fullUrl: string) => CleanEntry | undefined;
  /** Whether a check was taken to hold while it was running, so that what relied on it may be wrong. */
  hasAssumed: boolean;
  readonly entryOf: (resource: JsonObject) => CleanEntry | undefined;
  /** The entry that a reference means; https://hl7.org/fhir/R4/bundle.html#references */
  readonly find: (reference: string, fromFullUrl: string | undefined) => CleanEntry | undefined;
}

/** What `target` of a reference element says: types with the profiles of which a target must keep one, or any type. */
export interface TargetRule {
  readonly allowed: ReadonlyMap<string, readonly CleanCheck[]> | undefined;
  readonly modes: readonly string[];
}

/** Where extensions stand, with what is known by now of those that were met there. */
export interface ExtensionPlace {
  readonly paths: readonly string[];
  readonly type: string;
  readonly modelType: string;
  readonly isModifier: boolean;
  readonly extensionUrl?: string;
  /** The check of an extension by its url; undefined where only the walk can tell. */
  readonly known: Map<string, Kept | undefined>;
}

/** A check that knows the constants which passed it once and for all. */
export interface Kept {
  readonly passes: CleanCheck;
  /** The last of them: whoever asks for that one again needs no call. */
  readonly last: object | undefined;
}

/** A check of a code, and the last that passed it: whoever asks for that one again needs no call. */
export interface KeptCode {
  readonly passes: (value: unknown) => boolean;
  readonly last: string | undefined;
}

/** What a module of checks is linked to: one set of definitions with its terminology. */
export interface CleanLinks {
  /** The checks of data types; while they are linked themselves, none. */
  readonly types: Readonly<Record<string, CleanCheck>>;
  readonly bind: (type: CodedType, rule?: BindingRule) => CodeCheck;
  /** The check of a structure by its URL, found when it is first asked. */
  readonly structure: (url: string) => CleanCheck;
  readonly target: (
    allowed: Readonly<Record<string, readonly string[]>> | undefined,
    modes: readonly string[],
  ) => TargetRule;
  /** The check that knows the constants which passed it. */
  readonly kept: (check: CleanCheck) => Kept;
  /** The check of a code that knows which passed last. */
  readonly keptCode: (check: (value: unknown) => boolean) => KeptCode;
  readonly holder: (place: Omit<ExtensionPlace, "known">) => ExtensionPlace;
}

/** What running checks may ask of the world. */
export interface CleanWorld {
  readonly terminology: Terminology;
  readonly typeTable: () => TypeTable;
  readonly dataType: (type: string) => CleanCheck;
  /** The checks that a resource has to pass by itself and by further profiles; undefined where only the walk can tell. */
  readonly checksOf: (
    resource: Readonly<Record<string, unknown>>,
    profiles: readonly string[],
  ) => readonly CleanCheck[] | undefined;
  /** The check of an extension that stands at a place; undefined where only the walk can tell. */
  readonly placeExtension: (place: ExtensionPlace, url: string) => Kept | undefined;
  /** Whether the type is the other or derives from it. */
  readonly isSubtype: (type: string, ancestor: string) => boolean;
}
