import { request } from "undici";

/** Posts bundles one after the other on each of some connections, and does nothing else: the floor of any delivery. */
export async function postBundles(url: string, bundles: readonly string[], atOnce: number): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let bundle = bundles[next++]; bundle !== undefined; bundle = bundles[next++]) {
      const { body } = await request(url, {
        method: "POST",
        headers: { "content-type": "application/fhir+json" },
        body: bundle,
      });
      await body.json();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, connection));
  return bundles.length / ((performance.now() - startedAt) / 1000);
}
