import { MemoryRepository } from "@medplum/fhir-router";
import type { Bundle, Resource } from "@medplum/fhirtypes";
import { findReferences, identifiersOf } from "../fhir/index.ts";
import type { FhirSearch, Identity } from "../fhir/index.ts";

/** A resource as it is stored: with its id, and with version and time in meta. */
export type Stored = Resource & { id: string; meta: { versionId: string; lastUpdated: string } };

/** One version of a resource; a deletion is a version without content. */
export interface Version {
  readonly versionId: string;
  readonly lastUpdated: string;
  readonly resource?: Stored;
}

/**
 * The resources of the embedded server, in memory.
 *
 * MemoryRepository holds the current ones and answers searches. Beside it stand what it lacks:
 * numbered versions that outlive a deletion, an index on identifier, and one on who refers to whom.
 * It knows no rules: whoever writes has checked before.
 */
export class ResourceStore {
  readonly #repository = new MemoryRepository();
  readonly #versions = new Map<string, Version[]>();
  readonly #byIdentifier = new Map<string, Set<string>>();
  readonly #referrers = new Map<string, Set<string>>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Versions of a resource, oldest first; empty when there never was one. */
  versions(type: string, id: string): readonly Version[] {
    return this.#versions.get(`${type}/${id}`) ?? [];
  }

  /** The current version, not a copy; `undefined` when there is none or it was deleted. */
  current(type: string, id: string): Stored | undefined {
    return this.versions(type, id).at(-1)?.resource;
  }

  /** The ids of the current resources that carry this very identifier. */
  idsWithIdentifier(identity: Identity): readonly string[] {
    return [...(this.#byIdentifier.get(identifierKey(identity)) ?? [])];
  }

  /** The current resources that refer to `Type/id`, as `Type/id` each. */
  referrersOf(reference: string): readonly string[] {
    return [...(this.#referrers.get(reference) ?? [])];
  }

  /** Runs a search over all resources of its type, or over `ids` alone where an index gave them. */
  async search(search: FhirSearch, ids?: readonly string[]): Promise<Bundle> {
    if (ids === undefined) return this.#repository.search(search);
    const few = new MemoryRepository();
    await few.withSeeding(async () => {
      for (const id of ids) {
        const resource = this.current(search.resourceType, id);
        if (resource) await few.createResource(resource);
      }
    });
    return few.search(search);
  }

  /** Stores content under its id as the next version and returns that version. */
  async put(content: Resource & { id: string }): Promise<Stored> {
    const key = `${content.resourceType}/${content.id}`;
    const versions = this.#versions.get(key) ?? [];
    const meta = { ...content.meta, versionId: String(versions.length + 1), lastUpdated: this.#now().toISOString() };
    const stored: Stored = { ...structuredClone(content), meta };
    this.#unindex(key, versions.at(-1)?.resource);
    await this.#repository.withSeeding(() => this.#repository.updateResource(stored));
    this.#versions.set(key, [
      ...versions,
      { versionId: meta.versionId, lastUpdated: meta.lastUpdated, resource: stored },
    ]);
    this.#index(key, stored);
    return stored;
  }

  /** Deletes the current version; earlier ones stay readable. Does nothing where there is none. */
  async remove(type: string, id: string): Promise<void> {
    const key = `${type}/${id}`;
    const versions = this.#versions.get(key) ?? [];
    const current = versions.at(-1)?.resource;
    if (!current) return;
    this.#unindex(key, current);
    await this.#repository.deleteResource(type, id);
    const versionId = String(versions.length + 1);
    this.#versions.set(key, [...versions, { versionId, lastUpdated: this.#now().toISOString() }]);
  }

  #index(key: string, resource: Stored): void {
    for (const [index, entry, member] of this.#postings(key, resource)) {
      const members = index.get(entry) ?? new Set();
      index.set(entry, members.add(member));
    }
  }

  #unindex(key: string, resource: Stored | undefined): void {
    if (!resource) return;
    for (const [index, entry, member] of this.#postings(key, resource)) {
      const members = index.get(entry);
      members?.delete(member);
      if (members?.size === 0) index.delete(entry);
    }
  }

  #postings(key: string, resource: Stored): [Map<string, Set<string>>, string, string][] {
    const type = resource.resourceType;
    return [
      ...identifiersOf(resource).map(
        ({ system = "", value = "" }) =>
          [this.#byIdentifier, identifierKey({ type, system, value }), resource.id] as [
            Map<string, Set<string>>,
            string,
            string,
          ],
      ),
      ...findReferences(resource).map(
        ({ reference }) => [this.#referrers, reference, key] as [Map<string, Set<string>>, string, string],
      ),
    ];
  }
}

function identifierKey({ type, system, value }: Identity): string {
  return `${type}\u0000${system}\u0000${value}`;
}
