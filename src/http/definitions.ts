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

/** The adapter's own definitions, to be read by id and found by canonical URL. */
export interface Definitions {
  read(kind: string, id: string): Definition | undefined;
  /** A searchset of the definitions of one kind; `canonical` may end in `|version`. */
  search(kind: string, canonical: string | undefined): Bundle;
}

/**
 * Opens the folders that hold definitions as `<kind>-<id>.json`.
 *
 * A kind's files are read when it is first asked for, so that a start costs nothing.
 */
export function openDefinitions(folders: readonly string[]): Definitions {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
  );
  const kinds = new Map<string, Map<string, Definition>>();

  const ofKind = (kind: string): Map<string, Definition> => {
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
