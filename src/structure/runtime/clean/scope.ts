import type { TypeTable } from "../../../fhirpath/runtime/index.ts";
import { passesHtmlChecks } from "../narrative/index.ts";
import type { CleanBundle, CleanEntry, CleanScope, CleanWorld, JsonObject } from "./world.ts";

/** Thrown where a check cannot go on; the walk then tells. */
export class Undecided extends Error {}

/** The scope of a resource; of a contained one the root is the resource around it. */
export class ResourceScope implements CleanScope {
  readonly resource: JsonObject;
  readonly rootResource: JsonObject;
  readonly world: CleanWorld;
  readonly bundle: CleanBundle | undefined;
  readonly fullUrl: string | undefined;
  own: CleanBundle | undefined;
  isPlain = false;
  hasElementIds = false;
  named: string | undefined = undefined;
  namedEntry: CleanEntry | undefined = undefined;

  constructor(
    world: CleanWorld,
    resource: JsonObject,
    rootResource: JsonObject,
    bundle: CleanBundle | undefined,
    fullUrl: string | undefined,
  ) {
    this.world = world;
    this.resource = resource;
    this.rootResource = rootResource;
    this.bundle = bundle;
    this.fullUrl = fullUrl;
  }

  get types(): TypeTable {
    return this.world.typeTable();
  }

  resolve(reference: string): JsonObject | undefined {
    if (reference.charCodeAt(0) === 35 /* # */) return this.#contained(reference);
    return this.bundle?.find(reference, this.fullUrl)?.resource;
  }

  /** What `#id` names; `#` alone is the resource that contains. */
  #contained(reference: string): JsonObject | undefined {
    if (reference === "#") return this.rootResource;
    const { contained } = this.rootResource;
    if (!Array.isArray(contained)) return undefined;
    const id = reference.slice(1);
    return (contained as readonly JsonObject[]).find((one) => one["id"] === id);
  }

  memberOf(value: unknown, valueSet: string): boolean | undefined {
    return this.world.terminology.memberOf(value, valueSet);
  }

  conformsTo(): never {
    throw new Undecided();
  }

  htmlChecks(xhtml: string): boolean {
    return passesHtmlChecks(xhtml);
  }

  /** A check that depends on the time has no lasting answer. */
  now(): never {
    throw new Undecided();
  }

  convert(value: number, from: string, to: string): number | undefined {
    return this.world.terminology.units.convert(value, from, to);
  }
}
