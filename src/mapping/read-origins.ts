import type { Bundle } from "@medplum/fhirtypes";
import type { ValidCase } from "../case/index.ts";
import { pointersTo, readTrace, valueAt, type LeafOrigin, type Miss, type TraceReader } from "../fml/trace/index.ts";
import { identityOrigins, type PartOrigins } from "./identity-origins.ts";
import { createInputPlaces, type Locate } from "./input-places.ts";
import { finishBundle, runMap, type MapProduct } from "./map-case.ts";
import type { CaseOrigins, MapPlace, Origin, UnfiredRule } from "./origin.ts";
import type { RecordedOrigins } from "./trace-case.ts";
import { tracedMap } from "./traced-map.ts";

/** What origins are read of. */
export interface OriginsSource {
  readonly valid: ValidCase;
  readonly origins: RecordedOrigins;
  /** Where values stand in `valid.bytes`. */
  readonly locate: Locate;
  /** The line of the file on which the document begins, 1 when it is left out. */
  readonly line?: number;
  /** The bundle of a version that follows another one; without it, what the case itself becomes. */
  readonly bundle?: Bundle;
}

/**
 * Reads where every leaf of a case's bundle comes from, what no rule looked at, and which rules did not fire.
 *
 * In a bundle that `revise` made, what is as the map wrote it has the map's origin, and all else is the revision's.
 *
 * @throws RangeError when another map made the records
 */
export function readOrigins({ valid, origins, locate, line, bundle }: OriginsSource): CaseOrigins {
  const { conceptMaps, meta, sites } = tracedMap();
  if (origins.map !== `${meta.url}|${meta.version}`) throw new RangeError("This trace was not made by this map.");
  const { document } = valid;
  const made = runMap(document);
  if (!made.ok) throw new RangeError("This trace was not made of this case.");
  const place = createInputPlaces(document, locate, line);
  const reader = readTrace(origins.records, { sites, conceptMaps, rules: meta.rules }, document);
  const written = reader.leaves(made.value.bundle);
  const toOrigin = (origin: LeafOrigin): Origin => ({
    from: origin.from.map(place),
    because: origin.because.map(place),
    map: mapPlace(origin),
    conceptMaps: origin.translations.map(({ conceptMap, group, element, code, target }) => ({
      conceptMap,
      row: `group[${group}].element[${element}]`,
      code,
      target,
    })),
  });
  const byMap = new Map(written.flatMap(({ pointer, origin }) => (origin ? [[pointer, toOrigin(origin)]] : [])));
  const parts: PartOrigins = { byMap, place, partAt: partNames(made.value) };
  const unfired = readUnfired(reader, made.value, place);
  const mapped = finishBundle(made.value, valid);
  const read = identityOrigins(mapped, bundle ?? mapped, parts);
  return {
    leaves: [...pointersTo(bundle ?? mapped)].map((pointer) => ({ pointer, origin: read.originAt(pointer) })),
    unfired,
    unread: reader.unread().map(place),
    madeFor: (pointer) => {
      const inMapped = read.inMapped(pointer);
      const found = inMapped === undefined ? undefined : reader.madeFor(mapped, inMapped);
      return (found?.because ?? []).map(place);
    },
    place,
  };
}

/** The name of the part that each reference and each `fullUrl` means, by its pointer, before names become identities. */
function partNames({ bundle, references }: MapProduct): ReadonlyMap<string, string> {
  const own = new Set<unknown>(references);
  const names = new Map<string, string>();
  for (const pointer of pointersTo(bundle)) {
    const isReference =
      pointer.endsWith("/reference") && own.has(valueAt(bundle, pointer.slice(0, -"/reference".length)));
    if (isReference || /^\/entry\/\d+\/fullUrl$/.test(pointer)) names.set(pointer, valueAt(bundle, pointer) as string);
  }
  return names;
}

function readUnfired(reader: TraceReader, { bundle }: MapProduct, place: CaseOrigins["place"]): readonly UnfiredRule[] {
  const entries = new Map<number, number>();
  for (const index of (bundle.entry ?? []).keys()) {
    for (const firing of reader.madeFor(bundle, `/entry/${index}`)?.firings ?? []) entries.set(firing, index);
  }
  return reader.misses().map((miss) => {
    const { reason, where, source, because, into, within } = miss;
    // The firing that holds the whole map is around all, and makes no entry.
    const entry = within.filter((firing) => firing > 0).map((firing) => entries.get(firing));
    const innermost = entry.find((index) => index !== undefined);
    return {
      map: mapPlace(miss),
      reason,
      ...(where !== undefined && { where }),
      source: source.map(place),
      because: because.map(place),
      into,
      ...(innermost !== undefined && { entry: innermost }),
    };
  });
}

function mapPlace({ rule: { file, group, name }, line }: Pick<LeafOrigin | Miss, "rule" | "line">): MapPlace {
  return { file, group, rule: name, line };
}
