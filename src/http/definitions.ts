import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Resource } from "@medplum/fhirtypes";

/** The kinds of definition that this service publishes. */
export const DEFINITION_KINDS = [
  "StructureDefinition",
  "ValueSet",
  "CodeSystem",
  "ConceptMap",
  "StructureMap",
] as const;

interface Definition extends Record<string, unknown> {
  readonly resourceType: string;
  readonly id: string;
  readonly url: string;
  readonly version?: string;
}

/** The definitions that are live, to be read by id and found by canonical URL. */
export interface Definitions {
  read(kind: string, id: string): Definition | undefined;
  /** A searchset of the definitions of one kind; `canonical` may end in `|version`. */
  search(kind: string, canonical: string | undefined): Bundle;
}

/**
 * Opens the folders that hold definitions as `<kind>-<id>.json`.
 *
 * A kind's files are read when it is first asked for, so that a start costs nothing.
 *
 * @param brought what a site has now: it stands in place of the same canonical URL, and before the rest
 */
export function openDefinitions(
  folders: readonly string[],
  brought: () => readonly Resource[] = () => [],
): Definitions {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
  );
  const kinds = new Map<string, Map<string, Definition>>();

  const builtOfKind = (kind: string): ReadonlyMap<string, Definition> => {
    let known = kinds.get(kind);
    if (known === undefined) {
      known = new Map();
      for (const file of files.filter((name) => name.includes(`/${kind}-`))) {
        const definition = JSON.parse(readFileSync(file, "utf8")) as Definition;
        known.set(definition.id, definition);
      }
      kinds.set(kind, known);
    }
    return known;
  };
  const ofKind = (kind: string): ReadonlyMap<string, Definition> => {
    const built = builtOfKind(kind);
    const own = (brought() as readonly Partial<Definition>[]).filter((one) => one.resourceType === kind);
    return own.length === 0 ? built : withBrought(own, built);
  };

  return {
    read: (kind, id) => ofKind(kind).get(id),
    search: (kind, canonical) => {
      const [url, version] = canonical?.split("|", 2) ?? [];
      const found = [...ofKind(kind).values()].filter(
        (one) => (url === undefined || one.url === url) && (version === undefined || one.version === version),
      );
      return {
        resourceType: "Bundle",
        type: "searchset",
        total: found.length,
        entry: found.map((one) => ({
          fullUrl: one.url,
          resource: one as unknown as Resource,
          search: { mode: "match" },
        })),
      };
    },
  };
}

/** A site need not number its definitions: an id that is missing or taken is made of the canonical URL. */
function withBrought(
  brought: readonly Partial<Definition>[],
  built: ReadonlyMap<string, Definition>,
): ReadonlyMap<string, Definition> {
  const byUrl = new Map([...built.values()].map((one) => [one.url, one]));
  const known = new Map<string, Definition>();
  const isTaken = (id: string): boolean => built.has(id) || known.has(id);
  for (const one of brought) {
    const { url = "" } = one;
    const replaced = byUrl.get(url);
    byUrl.delete(url);
    const wanted = one.id ?? idIn(url);
    const id = replaced?.id ?? (isTaken(wanted) ? `${wanted.slice(0, 55)}-${shortHash(url)}` : wanted);
    known.set(id, { ...one, resourceType: one.resourceType ?? "", id, url });
  }
  for (const one of byUrl.values()) known.set(one.id, one);
  return known;
}

/** The last step of a URL, as far as it can be an id: https://hl7.org/fhir/R4/datatypes.html#id */
function idIn(url: string): string {
  const step = url.slice(url.lastIndexOf("/") + 1).replaceAll(/[^A-Za-z0-9.-]+/g, "-");
  return step.slice(0, 64) || shortHash(url);
}

const shortHash = (text: string): string => hash("sha256", text, "hex").slice(0, 8);
