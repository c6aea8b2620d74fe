import { writeOf, type Carried, type Part, type Shipment } from "../shipment/index.ts";
import { sendBundle } from "./bundle.ts";
import { remember } from "./remember.ts";

/** Sends all parts as one transaction. https://hl7.org/fhir/R4/http.html#transaction */
export async function carryTransaction(shipment: Shipment, parts: readonly Part[]): Promise<Carried> {
  const carried = await sendBundle(
    shipment,
    "transaction",
    parts.map((part) => writeOf(shipment, part)),
  );
  remember(shipment, carried.outcomes);
  const good = carried.outcomes.filter(({ answer }) => answer === "done").length;
  // A server may run a transaction as a batch and answer 200 with `type: transaction-response`.
  return good > 0 && good < parts.length ? { ...carried, isTorn: true } : carried;
}
