/**
 * The types of the properties of every type, for steps whose type is known only when they are taken.
 *
 * `types.Observation.valueQuantity` is `["value", "Quantity"]`: the element's name in FHIRPath, then its type. A
 * backbone element's type is its path (`Observation.component`). Made by `typeTable`.
 */
export type TypeTable = Readonly<Record<string, Readonly<Record<string, readonly [element: string, type: string]>>>>;

/**
 * What an invariant may ask beyond its focus; one scope a resource, shared by all invariants of it.
 *
 * `memberOf` and `conformsTo` answer undefined for what they cannot know, which counts as empty and so as not true: a
 * caller that wants no verdict then notes that it was asked.
 */
export interface InvariantScope {
  /** `%resource`: the resource that the focus stands in; a contained resource is its own. */
  readonly resource: object;
  /** `%rootResource`: as `resource`, but of a contained resource the one that holds it. */
  readonly rootResource: object;
  readonly types: TypeTable;
  /** The resource that a reference, or a canonical, leads to; undefined where there is none to be had. */
  readonly resolve: (reference: string) => object | undefined;
  readonly memberOf: (value: unknown, valueSet: string) => boolean | undefined;
  readonly conformsTo: (value: unknown, profile: string) => boolean | undefined;
  /** R4's rules of a narrative's XHTML, txt-1 and txt-2. */
  readonly htmlChecks: (xhtml: string) => boolean;
  /** The instant of the check, for `now()` and `today()`: ISO 8601 with a zone. */
  readonly now: () => string;
  /** A value in another unit of UCUM; undefined where one of them is none, or they do not measure the same. */
  readonly convert?: (value: number, from: string, to: string) => number | undefined;
}
