import { createHash } from "node:crypto";

/**
 * A DICOM UID below 2.25 that is derived from a name, so that the same name has the same UID on any day.
 *
 * @see https://dicom.nema.org/medical/dicom/current/output/chtml/part05/sect_B.2.html
 */
export function uidOf(name: string): string {
  const bytes = createHash("sha256").update(name).digest().subarray(0, 16);
  // The number stands for a UUID, whose version 8 (free in form) and variant are set as RFC 9562 asks.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${bytes.toString("hex")}`)}`;
}
