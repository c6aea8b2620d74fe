import type { Bundle } from "@medplum/fhirtypes";

/** What a FHIR server holds, as its search tells. */
export interface StoredCounts {
  readonly byType: ReadonlyMap<string, number>;
  readonly total: number;
  /** The highest `meta.versionId` among all of them. */
  readonly highestVersion: number;
}

/**
 * Counts resources by search, page after page.
 *
 * @throws Error when the server answers with anything but a Bundle
 */
export async function countStored(baseUrl: string, types: readonly string[]): Promise<StoredCounts> {
  const byType = new Map<string, number>();
  let highestVersion = 0;
  for (const type of types) {
    let count = 0;
    for await (const { entry = [] } of pages(`${baseUrl}/${type}?_count=500`)) {
      count += entry.length;
      for (const { resource } of entry) highestVersion = Math.max(highestVersion, Number(resource?.meta?.versionId));
    }
    byType.set(type, count);
  }
  return { byType, total: [...byType.values()].reduce((sum, count) => sum + count, 0), highestVersion };
}

async function* pages(first: string): AsyncGenerator<Bundle> {
  for (let url: string | undefined = first; url !== undefined;) {
    const response = await fetch(url, { headers: { accept: "application/fhir+json" } });
    const page = (await response.json()) as Partial<Bundle>;
    if (!response.ok || page.resourceType !== "Bundle") throw new Error(`A search answered with ${response.status}.`);
    yield page as Bundle;
    url = page.link?.find(({ relation }) => relation === "next")?.url;
  }
}
