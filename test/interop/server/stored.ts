import type { Bundle } from "@medplum/fhirtypes";
import { parseExactly } from "../../../src/fhir/index.ts";

/** What a server holds: `Type/id` to the version it gave. */
export type Stored = ReadonlyMap<string, string>;

/**
 * Reads back by search which resources a server holds of these types.
 *
 * @param parameters what else is asked for: as little of each resource as the server can leave out
 * @throws Error on a refusal
 */
export async function readStored(
  baseUrl: string,
  types: Iterable<string>,
  parameters = "_count=500&_elements=id",
): Promise<Stored> {
  const stored = new Map<string, string>();
  for await (const { entry = [] } of searchPages(baseUrl, types, parameters)) {
    for (const { resource } of entry) {
      stored.set(`${resource?.resourceType ?? ""}/${resource?.id ?? ""}`, resource?.meta?.versionId ?? "");
    }
  }
  return stored;
}

/**
 * Searches for all resources of these types, page after page; decimals keep their digits.
 *
 * @throws Error on a refusal
 */
export async function* searchPages(
  baseUrl: string,
  types: Iterable<string>,
  parameters = "_count=500",
): AsyncGenerator<Bundle> {
  for (const type of types) {
    for (let url: string | undefined = `${baseUrl}/${type}?${parameters}`; url !== undefined;) {
      const response: Response = await fetch(url, { headers: { accept: "application/fhir+json" } });
      if (!response.ok) throw new Error(`a search for ${type} answered with ${response.status}`);
      const page = parseExactly(await response.text()) as Bundle;
      yield page;
      url = page.link?.find(({ relation }) => relation === "next")?.url;
    }
  }
}

/** How many there are of each type. */
export function countTypes(references: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reference of references) {
    const type = reference.slice(0, reference.indexOf("/"));
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
