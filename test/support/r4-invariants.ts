import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readR4Structures } from "../../src/fhir/index.ts";
import { createModel, type Model } from "../../src/fhirpath/index.ts";
import type { InvariantCase } from "./compiled-invariants.ts";

const BUILT = join(import.meta.dirname, "../../build/structures");

interface Element {
  readonly path: string;
  readonly contentReference?: string;
  readonly type?: readonly { readonly code: string; readonly extension?: readonly { readonly valueUrl?: string }[] }[];
  readonly constraint?: readonly { readonly key: string; readonly expression?: string }[];
}
interface Snapshot {
  readonly type: string;
  readonly snapshot?: { readonly element: readonly Element[] };
}

/** R4's types. */
export const r4: Model = createModel(readR4Structures());

/** An invariant by its key. */
export interface KeyedInvariant extends InvariantCase {
  readonly key: string;
}

/** Every invariant of R4's snapshots and of ours, warnings too, once for each type that it is asked of. */
export function readInvariants(): readonly KeyedInvariant[] {
  const ours = readdirSync(BUILT)
    .filter((file) => file.startsWith("StructureDefinition-"))
    .map((file) => JSON.parse(readFileSync(join(BUILT, file), "utf8")) as Snapshot)
    .filter(({ type }) => r4.type(type) !== undefined);
  const found = new Map<string, KeyedInvariant>();
  for (const definition of [...(readR4Structures() as unknown as Snapshot[]), ...ours]) {
    for (const element of definition.snapshot?.element ?? []) {
      for (const { key, expression } of element.constraint ?? []) {
        const types = typesOf(definition, element);
        for (const type of expression === undefined ? [] : types) {
          const invariant = { key, expression: expression ?? "", type, otherTypes: types };
          found.set(`${type} ${invariant.expression}`, invariant);
        }
      }
    }
  }
  return [...found.values()];
}

/** The types that values of an element have, as the model names them. */
function typesOf(definition: Snapshot, element: Element): readonly string[] {
  if (!element.path.includes(".")) return [definition.type];
  if (r4.type(element.path) !== undefined) return [element.path];
  if (element.contentReference !== undefined) return [element.contentReference.replace(/^.*#/, "")];
  return (element.type ?? []).map(({ code, extension }) => {
    const fhirType = extension?.find(({ valueUrl }) => valueUrl !== undefined)?.valueUrl;
    return fhirType ?? code.replace(/^.*\/System\.(.)/, (_, letter: string) => letter.toLowerCase());
  });
}
