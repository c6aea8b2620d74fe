import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";

/** What the server answers to one request. */
export interface StateAnswer {
  readonly status: number;
  readonly resource?: Resource | Bundle;
  readonly location?: string;
  readonly etag?: string;
}

/** One write that changed something, in the order of their effects. */
export interface Effect {
  /** `Type/id`. */
  readonly reference: string;
  readonly version: number;
  readonly resource: Resource;
}

/** What the server allows, which decides how it is delivered to. */
export interface Abilities {
  readonly updateCreate: boolean;
  readonly conditionalCreate: boolean;
}

interface Held {
  readonly resource: Resource;
  readonly version: number;
  /** When searches begin to find it. */
  readonly visibleAt: number;
}

type Part = Pick<BundleEntry, "fullUrl" | "resource" | "request">;

const OUTCOME = (code: string): Resource =>
  ({ resourceType: "OperationOutcome", issue: [{ severity: "error", code }] }) as Resource;

/**
 * A FHIR server's memory: versioned resources, conditional writes, transactions that are whole, and a search index that
 * lags behind the writes.
 *
 * https://hl7.org/fhir/R4/http.html
 */
export class FhirState {
  readonly effects: Effect[] = [];
  readonly #held = new Map<string, Held>();
  readonly #lagMs: number;
  readonly #abilities: Abilities;
  #nextId = 1;

  constructor(lagMs: number, abilities: Abilities) {
    this.#lagMs = lagMs;
    this.#abilities = abilities;
  }

  get resources(): readonly Resource[] {
    return [...this.#held.values()].map(({ resource }) => resource);
  }

  /** Carries out one request, alone or out of a batch. */
  carryOut(part: Part): StateAnswer {
    const { method = "GET", url = "", ifMatch, ifNoneExist } = part.request ?? {};
    const [path = "", query] = url.split("?");
    const [type = "", id] = path.split("/");
    const { resource } = part;
    if (method === "GET") return id === undefined ? this.#search(type, query ?? "") : this.#read(path);
    if (method === "POST" && resource) return this.#create(type, resource, ifNoneExist);
    if (method === "PUT" && resource && query !== undefined) return this.#putWhere(type, query, resource, ifMatch);
    if (method === "PUT" && resource && id !== undefined) return this.#put(path, resource, ifMatch);
    return { status: 400, resource: OUTCOME("not-supported") };
  }

  /** Carries out all entries or none; the first failure is the answer to all. */
  carryOutWhole(entries: readonly Part[]): readonly StateAnswer[] | StateAnswer {
    const before = new Map(this.#held);
    const effectCount = this.effects.length;
    const references = new Map<string, string>();
    for (const { fullUrl, resource, request } of entries) {
      if (fullUrl === undefined || !resource || !request) continue;
      references.set(fullUrl, this.#placeOf(resource, request));
    }
    const answers: StateAnswer[] = [];
    for (const entry of entries) {
      const place = references.get(entry.fullUrl ?? "");
      const answer = this.#carryOutAt(withReferences(entry, references), place);
      if (answer.status >= 400) {
        this.#held.clear();
        for (const [reference, held] of before) this.#held.set(reference, held);
        this.effects.length = effectCount;
        return answer;
      }
      answers.push(answer);
    }
    return answers;
  }

  #placeOf({ resourceType }: Resource, { method, url, ifNoneExist }: NonNullable<Part["request"]>): string {
    const query = ifNoneExist ?? url.split("?")[1];
    const [found] = query === undefined ? [] : this.#find(resourceType, query);
    if (found) return `${resourceType}/${found.id ?? ""}`;
    return method === "PUT" && !url.includes("?") ? url : `${resourceType}/${this.#drawId()}`;
  }

  /** A create of a transaction goes to the id that references to it have been led to. */
  #carryOutAt(part: Part, place: string | undefined): StateAnswer {
    const { method, ifNoneExist, url = "" } = part.request ?? {};
    const type = part.resource?.resourceType ?? "";
    if (method !== "POST" || !place || !part.resource) return this.carryOut(part);
    if (ifNoneExist !== undefined) {
      const matches = this.#find(type, ifNoneExist);
      if (matches.length > 0) return this.#create(url, part.resource, ifNoneExist);
    }
    return this.#write(place, part.resource, 201);
  }

  #create(type: string, resource: Resource, ifNoneExist: string | undefined): StateAnswer {
    if (ifNoneExist !== undefined && this.#abilities.conditionalCreate) {
      const [one, other] = this.#find(type, ifNoneExist);
      if (other) return { status: 412, resource: OUTCOME("multiple-matches") };
      if (one) return this.#told(`${type}/${one.id ?? ""}`, 200);
    }
    return this.#write(`${type}/${this.#drawId()}`, resource, 201);
  }

  #putWhere(type: string, query: string, resource: Resource, ifMatch: string | undefined): StateAnswer {
    const [one, other] = this.#find(type, query);
    if (other) return { status: 412, resource: OUTCOME("multiple-matches") };
    return one ? this.#put(`${type}/${one.id ?? ""}`, resource, ifMatch) : this.#create(type, resource, undefined);
  }

  #put(reference: string, resource: Resource, ifMatch: string | undefined): StateAnswer {
    const held = this.#held.get(reference);
    if (!held && !this.#abilities.updateCreate) return { status: 405, resource: OUTCOME("not-supported") };
    if (ifMatch !== undefined && held && ifMatch !== `W/"${held.version}"`) {
      return { status: 412, resource: OUTCOME("conflict") };
    }
    if (held && contentOf(held.resource) === contentOf(resource)) return this.#told(reference, 200);
    return this.#write(reference, resource, held ? 200 : 201);
  }

  #write(reference: string, resource: Resource, status: number): StateAnswer {
    const version = (this.#held.get(reference)?.version ?? 0) + 1;
    const stored = {
      ...resource,
      id: reference.split("/")[1] ?? "",
      meta: { ...resource.meta, versionId: String(version) },
    } as Resource;
    const visibleAt = this.#held.get(reference)?.visibleAt ?? performance.now() + this.#lagMs;
    this.#held.set(reference, { resource: stored, version, visibleAt });
    this.effects.push({ reference, version, resource: stored });
    return this.#told(reference, status);
  }

  #told(reference: string, status: number): StateAnswer {
    const held = this.#held.get(reference);
    if (!held) throw new Error("What is told of is held.");
    const etag = `W/"${held.version}"`;
    return { status, resource: held.resource, location: `${reference}/_history/${held.version}`, etag };
  }

  #read(reference: string): StateAnswer {
    return this.#held.has(reference) ? this.#told(reference, 200) : { status: 404, resource: OUTCOME("not-found") };
  }

  #search(type: string, query: string): StateAnswer {
    const entry = this.#find(type, query).map((resource): BundleEntry => ({ resource }));
    return { status: 200, resource: { resourceType: "Bundle", type: "searchset", entry } };
  }

  #find(type: string, query: string): readonly Resource[] {
    const asked = new URLSearchParams(query);
    const [system, value] = asked.get("identifier")?.split("|") ?? [];
    const target = asked.get("target");
    const tag = asked.get("_tag");
    const now = performance.now();
    return [...this.#held.values()]
      .filter(({ resource, visibleAt }) => resource.resourceType === type && visibleAt <= now)
      .map(({ resource }) => resource)
      .filter((resource) => {
        const { identifier, target: targets, meta } = resource as unknown as Searchable;
        if (tag !== null) return meta?.tag?.some((one) => `${one.system ?? ""}|${one.code ?? ""}` === tag) ?? false;
        if (target !== null) return targets?.some(({ reference }) => reference === target) ?? false;
        if (value === undefined) return true;
        return identifier?.some((one) => one.system === system && one.value === value) ?? false;
      });
  }

  #drawId(): string {
    return `s${this.#nextId++}`;
  }
}

interface Searchable {
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
  readonly target?: readonly { readonly reference?: string }[];
  readonly meta?: { readonly tag?: readonly { readonly system?: string; readonly code?: string }[] };
}

function withReferences(part: Part, references: ReadonlyMap<string, string>): Part {
  let text = JSON.stringify(part.resource ?? null);
  for (const [fullUrl, reference] of references) text = text.replaceAll(`"${fullUrl}"`, `"${reference}"`);
  return { ...part, resource: JSON.parse(text) as Resource };
}

function contentOf(resource: Resource): string {
  const { meta, id: _, ...rest } = resource;
  const { versionId: __, ...kept } = meta ?? {};
  return JSON.stringify(sorted({ ...rest, meta: kept }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
