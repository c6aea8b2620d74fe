import type { OpenDestinations } from "./open-destinations.ts";
import { openOutbound } from "./outbound/index.ts";

/** A destination that the environment names, by its base URL. */
export function openPlainDestination(name: string, baseUrl: string, bearerToken: string | undefined): OpenDestinations {
  const way = openOutbound({ origins: [baseUrl] });
  const destination = { baseUrl, fetch: way.fetch, ...(bearerToken !== undefined && { bearerToken }) };
  return { list: [{ name, destination }], publicKeys: [], close: () => way.close() };
}
