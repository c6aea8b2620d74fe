import { createBundleResolver, type BundleResolver } from "../bundle/index.ts";
import type { CleanBundle, CleanCheck, JsonObject } from "./world.ts";

/** Reads the fullUrls of a Bundle once; each reference then costs one look-up. */
export class BundleState implements CleanBundle {
  readonly #bundle: JsonObject;
  readonly isClosed: boolean;
  readonly passed = new Map<JsonObject, CleanCheck[]>();
  readonly fullUrls = new Map<JsonObject, string | undefined>();
  readonly #byFullUrl = new Map<string, JsonObject>();
  #resolver: BundleResolver | undefined;

  constructor(bundle: JsonObject, isClosed = false) {
    this.isClosed = isClosed;
    this.#bundle = bundle;
    const { entry } = bundle;
    for (const one of Array.isArray(entry) ? (entry as readonly unknown[]) : []) {
      if (typeof one !== "object" || one === null) continue;
      const { fullUrl, resource } = one as JsonObject;
      if (typeof resource !== "object" || resource === null) continue;
      const known = typeof fullUrl === "string" ? fullUrl : undefined;
      this.fullUrls.set(resource as JsonObject, known);
      if (known !== undefined && !this.#byFullUrl.has(known)) this.#byFullUrl.set(known, resource as JsonObject);
    }
  }

  hasFullUrl(reference: string): boolean {
    return this.#byFullUrl.has(reference);
  }

  resolve(reference: string, fromFullUrl: string | undefined): JsonObject | undefined {
    // The usual case by one look-up: a URN is a fullUrl, or nothing.
    const found = reference.startsWith("urn:") ? this.#byFullUrl.get(reference) : undefined;
    if (found !== undefined) return found;
    this.#resolver ??= createBundleResolver(this.#bundle);
    return this.#resolver.resolve(reference, fromFullUrl);
  }
}
