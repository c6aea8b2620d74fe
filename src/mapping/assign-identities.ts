import type { Bundle, BundleEntry, Provenance, Resource } from "@medplum/fhirtypes";
import { indexTexts } from "../lookup/index.ts";
import { nameUrn, nameUrns } from "./name-urn.ts";

/** What the identity step needs of a case, whatever the map. */
export interface CaseIdentity {
  readonly caseId: string;
  readonly caseSystem: string;
  /** SHA-256 of the whole document in canonical form, hex. */
  readonly contentHash: string;
}

/** The artefacts behind a bundle, as `url|version`. */
export interface Versions {
  readonly map: string;
  readonly profiles: string;
  readonly terminology: string;
}

const STRUCTURES = "https://kypho-fhir.github.io/fhir/StructureDefinition";

/**
 * Turns part names into identities: what FHIR Mapping Language cannot say, the same for every map.
 *
 * A map gives each entry its part name (`level-L1`) as `fullUrl` and writes part names as references.
 * Here each `fullUrl` becomes `urn:uuid:` of the UUIDv5 of the identity (`system|value`), references
 * follow, and each entry gets its conditional request (https://hl7.org/fhir/R4/http.html#cond-update); a Provenance
 * stands for one version of the case and has no identifier to search by, so it is a POST. Entries, references and the Provenance are
 * completed in place, since this is the last step of the stage that made them.
 *
 * @param references every object of the bundle whose `reference` is a part name
 * @throws Error when the map made a part twice, or refers to one that it did not make: a fault of the map
 */
export function assignIdentities(
  bundle: Bundle,
  references: readonly { reference: string }[],
  { caseId, caseSystem, contentHash }: CaseIdentity,
  versions: Versions,
): void {
  const entries = bundle.entry ?? [];
  const prefix = `${caseSystem}|${caseId}/`;
  const query = `?identifier=${encodeSystem(caseSystem)}${encodePart(caseId)}%2F`;
  const made = indexTexts(entries.length);
  const own: BundleEntry[] = [];
  const names: string[] = [];
  for (const entry of entries) {
    const part = entry.fullUrl as string;
    const resource = entry.resource as Resource;
    const { resourceType } = resource;
    if (!made.add(part)) throw new Error(`The map made the part ${partKind(part)} twice.`);
    if (resourceType === "Patient") {
      // Its own first identifier, since a second case must not double the patient.
      const { system = "", value = "" } = resource.identifier?.[0] ?? {};
      entry.fullUrl = nameUrn(`${system}|${value}`);
      entry.request = { method: "PUT", url: `Patient?identifier=${encodeSystem(system)}${encodePart(value)}` };
      continue;
    }
    own.push(entry);
    if (resourceType === "Provenance") {
      names.push(`${part}/${contentHash}`);
      entry.request = { method: "POST", url: resourceType };
    } else {
      names.push(part);
      entry.request = { method: "PUT", url: resourceType + query + encodePart(part) };
    }
  }
  const urls = nameUrns(prefix, names);
  for (const [index, entry] of own.entries()) entry.fullUrl = urls[index] as string;
  for (const target of references) {
    const at = made.find(target.reference);
    const entry = at < 0 ? undefined : entries[at];
    if (entry === undefined) {
      throw new Error(`The map refers to the part ${partKind(target.reference)}, which it did not make.`);
    }
    target.reference = entry.fullUrl as string;
  }
  const last = entries.at(-1)?.resource;
  if (last?.resourceType === "Provenance") completeProvenance(last, entries, contentHash, versions);
}

/** The kind of a part without the case's own key, so that messages hold nothing of the case. */
function partKind(part: string): string {
  return /^[a-z]+/.exec(part)?.[0] ?? "without name";
}

/** The systems of a hospital are few, and each is encoded once. */
const MOST_SYSTEMS = 100;
const encodedSystems = new Map<string, string>();

/** A system and the bar behind it, as they stand in a query. */
function encodeSystem(system: string): string {
  const known = encodedSystems.get(system);
  if (known !== undefined) return known;
  const encoded = encodeURIComponent(`${system}|`);
  if (encodedSystems.size < MOST_SYSTEMS) encodedSystems.set(system, encoded);
  return encoded;
}

/** Part names are made of keys and codes, so they hardly ever need encoding, and a look at their letters takes less than a call. */
function encodePart(part: string): string {
  for (let index = 0; index < part.length; index++)
    if (!isUnreserved(part.charCodeAt(index))) return encodeURIComponent(part);
  return part;
}

/** A letter, a digit, `-` or `.`. */
function isUnreserved(unit: number): boolean {
  const letter = unit | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2d || unit === 0x2e;
}

/** Fills what only the whole bundle and the case as a document tell: targets, hash and versions. */
function completeProvenance(
  provenance: Provenance,
  entries: readonly BundleEntry[],
  hash: string,
  versions: Versions,
): void {
  provenance.target = entries.slice(0, -1).map(({ fullUrl }) => ({ reference: fullUrl as string }));
  provenance.entity = (provenance.entity ?? []).map((entity) => ({
    ...entity,
    what: { ...entity.what, identifier: { ...entity.what.identifier, value: hash } },
  }));
  provenance.extension = [
    ...(provenance.extension ?? []),
    { url: `${STRUCTURES}/map-version`, valueString: versions.map },
    { url: `${STRUCTURES}/profiles-version`, valueString: versions.profiles },
    { url: `${STRUCTURES}/terminology-version`, valueString: versions.terminology },
  ];
}
