import { isPlain } from "../../../json/index.ts";
import { indexTexts, type TextIndex } from "../../../lookup/index.ts";
import { createBundleResolver, type BundleResolver } from "../bundle/index.ts";
import { isObject } from "./compare.ts";
import type { CleanBundle, CleanCheck, CleanEntry, JsonObject } from "./world.ts";

const NONE: readonly CleanCheck[] = [];

/** Reads the fullUrls of a Bundle once; each reference then costs one look-up. */
export class BundleState implements CleanBundle {
  readonly isClosed: boolean;
  readonly isPlain: boolean;
  readonly areNamesDistinct: boolean;
  hasAssumed = false;
  readonly #bundle: JsonObject;
  /** In the order of the Bundle; an entry without a resource has none. */
  readonly #entries: readonly (CleanEntry | undefined)[];
  /** The fullUrls, and the first entry with each. */
  readonly #fullUrls: TextIndex;
  readonly #named: CleanEntry[] = [];
  #resolver: BundleResolver | undefined;
  #next = 0;

  constructor(bundle: JsonObject, isClosed = false) {
    this.isClosed = isClosed;
    this.isPlain = isPlain(bundle);
    this.#bundle = bundle;
    const { entry } = bundle;
    const list: readonly unknown[] = Array.isArray(entry) ? entry : [];
    this.#entries = list.map(readEntry);
    let areDistinct = true;
    this.#fullUrls = indexTexts(list.length);
    for (let at = 0; at < list.length; at++) {
      const made = this.#entries[at];
      if (made?.fullUrl === undefined) continue;
      if (this.#fullUrls.add(made.fullUrl)) this.#named.push(made);
      else areDistinct = false;
    }
    this.areNamesDistinct = areDistinct;
  }

  named(fullUrl: string): CleanEntry | undefined {
    const at = this.#fullUrls.find(fullUrl);
    return at < 0 ? undefined : this.#named[at];
  }

  entryOf(resource: JsonObject): CleanEntry | undefined {
    // Entries are asked for in their order, so the next is mostly the one.
    const { length } = this.#entries;
    for (let step = 0; step < length; step++) {
      const entry = this.#entries[(this.#next + step) % length];
      if (entry?.resource !== resource) continue;
      this.#next = (this.#next + step + 1) % length;
      return entry;
    }
    return undefined;
  }

  find(reference: string, fromFullUrl: string | undefined): CleanEntry | undefined {
    // The usual case by one look-up: a URN is a fullUrl, or nothing.
    const found = reference.startsWith("urn:") ? this.named(reference) : undefined;
    if (found !== undefined) return found;
    this.#resolver ??= createBundleResolver(this.#bundle);
    const entry = this.#resolver.findEntry(reference, fromFullUrl);
    return entry && this.#entries[this.#resolver.indexOf(entry)];
  }
}

function readEntry(one: unknown): CleanEntry | undefined {
  const resource = isObject(one) ? one["resource"] : undefined;
  if (!isObject(one) || !isObject(resource)) return undefined;
  const fullUrl = typeof one["fullUrl"] === "string" ? one["fullUrl"] : undefined;
  return { resource, type: resource["resourceType"], fullUrl, passed: NONE, running: NONE, scope: undefined };
}
