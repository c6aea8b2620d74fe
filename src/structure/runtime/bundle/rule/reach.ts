import type { BundleView, EntryView } from "../bundle-view.ts";
import { asString, objectsOf, type JsonObject } from "../json.ts";

/** An entry that no chain of references leads to from the first one. */
export interface Unreachable {
  readonly entry: EntryView;
  /** It refers, directly or by others, to an entry that is reached. */
  readonly isLinkedBack: boolean;
}

/**
 * Follows references from the first entry, from what a stylesheet link names, and from Provenances about
 * what is reached. Linear in the Bundle's content.
 */
export function findUnreachable(view: BundleView): readonly Unreachable[] {
  const targets = view.entries.map((one) => targetsOf(view, one));
  const forward = (index: number): Iterable<number> => targets[index] ?? [];
  const roots = [0, ...stylesheets(view)];
  const named = closure(roots, forward);
  const provenances = view.entries
    .filter(({ type, index }) => type === "Provenance" && targets[index]?.some((target) => named.has(target)))
    .map(({ index }) => index);
  const reached = closure([...roots, ...provenances], forward);
  const sources = reversed(targets);
  const linked = closure(roots, (index) => [...(targets[index] ?? []), ...(sources[index] ?? [])]);
  return view.entries
    .filter(({ index, resource }) => resource !== undefined && !reached.has(index))
    .map((entry) => ({ entry, isLinkedBack: linked.has(entry.index) }));
}

/** The entries that one entry refers to. */
function targetsOf(view: BundleView, { resource, fullUrl }: EntryView): readonly number[] {
  const found = new Set<number>();
  const resolver = view.resolver();
  visitAddresses(resource, (address) => {
    const target = resolver.findEntry(address, fullUrl);
    if (target !== undefined) found.add(resolver.indexOf(target));
  });
  return [...found];
}

function closure(start: readonly number[], next: (index: number) => Iterable<number>): ReadonlySet<number> {
  const reached = new Set(start);
  const open = [...reached];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const target of next(index)) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

function reversed(targets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sources: number[][] = targets.map(() => []);
  targets.forEach((found, index) => {
    for (const target of found) sources[target]?.push(index);
  });
  return sources;
}

function stylesheets(view: BundleView): readonly number[] {
  const names = new Set(
    objectsOf(view.bundle["link"])
      .filter(({ relation }) => relation === "stylesheet")
      .map(({ url }) => asString(url)),
  );
  return view.entries.filter(({ type, id }) => names.has(`${type ?? ""}/${id ?? ""}`)).map(({ index }) => index);
}

/** Every text of a resource that may name another: references, and uris such as an attachment's. */
function visitAddresses(value: JsonObject | undefined, visit: (address: string) => void): void {
  for (const name in value) {
    const child = value[name];
    if (typeof child === "object" && child !== null) visitAddresses(child as JsonObject, visit);
    else if (typeof child === "string" && ADDRESSES.has(name)) visit(child);
  }
}

const ADDRESSES = new Set(["reference", "url", "valueUri", "valueUrl"]);
