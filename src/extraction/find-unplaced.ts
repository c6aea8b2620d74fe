import type { KyphoplastyCase } from "../case/index.ts";
import type { Issue } from "../fhir/index.ts";
import { runMap } from "../mapping/index.ts";
import { findDifferences } from "./difference.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "./json.ts";

/**
 * Finds what resources say that their case cannot: the case is mapped again, and what of the resources does not come back had
 * no place in it.
 *
 * @param bundle   the gathered resources
 * @param document the case that was extracted from them
 */
export function findUnplaced(bundle: JsonObject, document: object): readonly Issue[] {
  const made = runMap(document as KyphoplastyCase);
  // What the map makes has part names, as what is gathered has.
  const entries = (made.ok ? made.value.bundle.entry : undefined) ?? [];
  const remade = new Map<unknown, unknown>(entries.map(({ fullUrl, resource }) => [fullUrl, resource]));
  return objectsOf(bundle["entry"]).flatMap(({ fullUrl, resource }) => {
    const other = remade.get(fullUrl);
    const type = isObject(resource) ? (textOf(resource["resourceType"]) ?? "Resource") : "Resource";
    if (other === undefined) return [unplaced(type)];
    return findDifferences(type === "Provenance" ? withoutVersion(resource as JsonObject) : resource, other)
      .filter(({ before }) => before !== undefined)
      .map(({ pointer }) => unplaced(toPath(type, pointer)));
  });
}

/** Without what the step after the map writes of a version: its targets, the hash of the document, the versions of the maps. */
function withoutVersion({ target: _, entity: __, extension: ___, ...rest }: JsonObject): JsonObject {
  return rest;
}

function toPath(type: string, pointer: string): string {
  return (
    type +
    pointer
      .split("/")
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
      .join("")
  );
}

function unplaced(path: string): Issue {
  const message = "An element that a kyphoplasty case has a place for was expected, found another one.";
  return { severity: "warning", code: "informational", rule: "extraction/unplaced", message, path };
}
