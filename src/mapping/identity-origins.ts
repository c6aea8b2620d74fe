import type { Bundle } from "@medplum/fhirtypes";
import { isSameJson } from "../fhir/index.ts";
import { valueAt } from "../fml/trace/index.ts";
import type { CaseOrigins, InputPlace, Origin } from "./origin.ts";

/** What the map wrote, before the identity step. */
export interface PartOrigins {
  readonly byMap: ReadonlyMap<string, Origin>;
  readonly place: CaseOrigins["place"];
  /** The part that a reference or a `fullUrl` names, by its pointer. */
  readonly partAt: ReadonlyMap<string, string>;
}

/** Origins of a whole bundle. */
export interface BundleOrigins {
  readonly originAt: (pointer: string) => Origin;
  /** The same place in what the case itself becomes. */
  readonly inMapped: (pointer: string) => string | undefined;
}

/**
 * Adds to the origins that the map recorded those of what `assignIdentities` puts, and of what `revise` makes of it: both are
 * code of ours, so that this says by hand what each of them reads.
 *
 * @param mapped what the case becomes
 * @param bundle the same, or a version that `revise` made of it
 */
export function identityOrigins(mapped: Bundle, bundle: Bundle, { byMap, place, partAt }: PartOrigins): BundleOrigins {
  const whole = [place("")];
  const entries = mapped.entry ?? [];
  const last = entries.length - 1;
  const indexes = new Map(entries.map(({ fullUrl }, index) => [fullUrl, index]));
  const indexOfPart = new Map(entries.keys().map((index) => [partAt.get(`/entry/${index}/fullUrl`), index]));
  const lastEntry = (bundle.entry?.length ?? 0) - 1;

  /** The place of an entry in what the case becomes; the Provenance has another name in each version. */
  const indexInMapped = (index: number): number | undefined =>
    index === lastEntry ? last : indexes.get(bundle.entry?.[index]?.fullUrl);

  function identityOf(index: number): Origin {
    const part = byMap.get(`/entry/${index}/fullUrl`) ?? revised;
    const type = entries[index]?.resource?.resourceType;
    if (type === "Provenance") return { ...part, from: whole, step: "identity" };
    const own =
      type === "Patient"
        ? ["system", "value"].flatMap((name) => byMap.get(`/entry/${index}/resource/identifier/0/${name}`) ?? [])
        : [{ from: [place("/caseSystem"), place("/caseId")], because: [] }];
    return {
      ...part,
      from: distinct([...own.flatMap(({ from }) => from), ...part.from]),
      because: distinct([...part.because, ...own.flatMap(({ because }) => because)]),
      step: "identity",
    };
  }

  const revised: Origin = { from: [], because: whole, conceptMaps: [], step: "revise" };
  const constantOf = (index: number): Origin => ({
    ...(byMap.get(`/entry/${index}/fullUrl`) ?? revised),
    from: [],
    conceptMaps: [],
    step: "identity",
  });

  function originInEntry(index: number, rest: string, pointer: string): Origin {
    const isProvenance = entries[index]?.resource?.resourceType === "Provenance";
    if (rest === "/fullUrl" || (rest === "/request/url" && !isProvenance)) return identityOf(index);
    if (rest.startsWith("/request/")) return constantOf(index);
    if (isProvenance) {
      const target = /^\/resource\/target\/(\d+)\/reference$/.exec(rest)?.[1];
      if (target !== undefined) {
        const part = indexInMapped(Number(target));
        return part === undefined ? revised : identityOf(part);
      }
      if (rest === "/resource/entity/0/what/identifier/value") return { ...constantOf(index), from: whole };
    }
    const inMapped = `/entry/${index}${rest}`;
    const origin = byMap.get(inMapped);
    if (origin === undefined) return isProvenance ? constantOf(index) : revised;
    if (bundle !== mapped && !isSameJson(valueAt(bundle, pointer), valueAt(mapped, inMapped))) return revised;
    const part = indexOfPart.get(partAt.get(inMapped));
    if (part === undefined) return origin;
    const identity = identityOf(part);
    return {
      ...origin,
      from: distinct([...origin.from, ...identity.from]),
      because: distinct([...origin.because, ...identity.because]),
      step: "identity",
    };
  }

  const inEntry = (pointer: string): readonly [index: number | undefined, rest: string] | undefined => {
    const [, index, rest = ""] = /^\/entry\/(\d+)(.*)$/s.exec(pointer) ?? [];
    return index === undefined ? undefined : [indexInMapped(Number(index)), rest];
  };

  return {
    originAt(pointer) {
      const found = inEntry(pointer);
      if (found === undefined) return byMap.get(pointer) ?? revised;
      return found[0] === undefined ? revised : originInEntry(found[0], found[1], pointer);
    },
    inMapped(pointer) {
      const found = inEntry(pointer);
      if (found === undefined) return pointer;
      return found[0] === undefined ? undefined : `/entry/${found[0]}${found[1]}`;
    },
  };
}

function distinct(places: readonly InputPlace[]): readonly InputPlace[] {
  return [...new Set(places)];
}
