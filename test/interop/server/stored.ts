import type { Bundle } from "@medplum/fhirtypes";

/** What a server holds: `Type/id` to the version it gave. */
export type Stored = ReadonlyMap<string, string>;

/** Reads back by search, page after page, all that a server holds of these types. @throws Error on a refusal */
export async function readStored(baseUrl: string, types: Iterable<string>): Promise<Stored> {
  const stored = new Map<string, string>();
  for (const type of types) {
    for (let url: string | undefined = `${baseUrl}/${type}?_count=500&_elements=id`; url !== undefined;) {
      const response: Response = await fetch(url, { headers: { accept: "application/fhir+json" } });
      if (!response.ok) throw new Error(`a search for ${type} answered with ${response.status}`);
      const page = (await response.json()) as Bundle;
      for (const { resource } of page.entry ?? []) {
        stored.set(`${type}/${resource?.id ?? ""}`, resource?.meta?.versionId ?? "");
      }
      url = page.link?.find(({ relation }) => relation === "next")?.url;
    }
  }
  return stored;
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
