import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import type { Exchange } from "./exchange.ts";

/** Whether neither an answer nor an entry of it tells of any trouble, which may be everybody's; what is not there is none. */
export function isUntroubled(exchange: Exchange): boolean {
  if (exchange.kind === "fault" || exchange.isUnreadable || exchange.status >= 300) return false;
  const { entry } = Object(exchange.body) as Partial<Bundle>;
  if (entry === undefined) return true;
  return (
    Array.isArray(entry) &&
    entry.every((one: unknown) => /^(?:2|404)/.test((Object(one) as BundleEntry).response?.status ?? "200"))
  );
}
