import { findReferences } from "../../fhir/index.ts";
import { weightiest, writeOf, type Carried, type Part, type Shipment, type WriteOutcome } from "../shipment/index.ts";
import { sendBundle } from "./bundle.ts";
import { remember } from "./remember.ts";

/**
 * Sends the parts as batches, wave by wave: each wave refers only to what earlier ones have ids for. It ends with the first
 * wave that is not done whole; the rest is sent when that one is. https://hl7.org/fhir/R4/http.html#transaction
 */
export async function carryBatches(shipment: Shipment, parts: readonly Part[]): Promise<Carried> {
  const outcomes: WriteOutcome[] = [];
  let last: Carried = { outcomes };
  const size = shipment.destination.maxBatchEntries ?? Infinity;
  for (const some of wavesOf(parts).flatMap((wave) => chunksOf(wave, size))) {
    last = await carryWave(shipment, some);
    outcomes.push(...last.outcomes);
    if (weightiest(last.outcomes) !== "done") break;
  }
  return { ...last, outcomes };
}

/** Only what is not bound together can travel apart: what is too large goes in two halves. */
async function carryWave(shipment: Shipment, parts: readonly Part[]): Promise<Carried> {
  const carried = await sendBundle(
    shipment,
    "batch",
    parts.map((part) => writeOf(shipment, part)),
  );
  const isTooLarge = carried.outcomes.every(({ answer }) => answer === "too-large");
  if (isTooLarge && parts.length > 1) {
    const middle = Math.ceil(parts.length / 2);
    const first = await carryWave(shipment, parts.slice(0, middle));
    const second = await carryWave(shipment, parts.slice(middle));
    return { ...first, ...second, outcomes: [...first.outcomes, ...second.outcomes] };
  }
  remember(shipment, carried.outcomes);
  return carried;
}

/** Parts by how deep they stand on others that are sent with them; references point backwards only. */
export function wavesOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const depths = new Map<string, number>();
  for (const { fullUrl, resource } of parts) {
    const below = findReferences(resource).map(({ reference }) => depths.get(reference) ?? -1);
    depths.set(fullUrl, 1 + Math.max(-1, ...below));
  }
  const waves: Part[][] = [];
  for (const part of parts) (waves[depths.get(part.fullUrl) ?? 0] ??= []).push(part);
  return waves;
}

function chunksOf(parts: readonly Part[], size: number): readonly (readonly Part[])[] {
  if (parts.length <= size) return [parts];
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, at) => parts.slice(at * size, (at + 1) * size));
}
