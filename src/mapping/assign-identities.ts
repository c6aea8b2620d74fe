import type { Bundle, BundleEntry, Identifier, Provenance, Reference, Resource } from "@medplum/fhirtypes";
import { canonicalHash } from "./canonical-hash.ts";
import { nameUuid } from "./name-uuid.ts";

/** What the identity step needs of a case, whatever the map. */
export interface CaseIdentity {
  readonly caseId: string;
  readonly caseSystem: string;
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
 * follow, and each entry gets its conditional request. The bundle's own objects are completed in place,
 * since this is the last step of the stage that made them.
 *
 * @param references every object of the bundle whose `reference` is a part name
 * @throws Error when a map refers to a part that no entry has: a fault of the map
 */
export function assignIdentities(
  bundle: Bundle,
  references: readonly Reference[],
  source: CaseIdentity,
  versions: Versions,
): void {
  const entries = bundle.entry ?? [];
  const urls = new Map<string, string>();
  for (const entry of entries) {
    const part = entry.fullUrl ?? "";
    const identity = identityOf(entry.resource as Resource, part, source);
    const url = `urn:uuid:${nameUuid(identity)}`;
    if (urls.has(part)) throw new Error(`The map made the part ${partKind(part)} twice.`);
    urls.set(part, url);
    entry.fullUrl = url;
    entry.request = requestOf(entry.resource as Resource, identity);
  }
  for (const reference of references) {
    const url = urls.get(reference.reference ?? "");
    if (url === undefined) throw new Error(`The map refers to the part ${partKind(reference.reference)}, which it did not make.`);
    reference.reference = url;
  }
  for (const entry of entries) {
    if (entry.resource?.resourceType === "Provenance") completeProvenance(entry.resource, entries, source, versions);
  }
}

/** The kind of a part without the case's own key, so that messages hold nothing of the case. */
function partKind(part: string | undefined): string {
  return /^[a-z]+/.exec(part ?? "")?.[0] ?? "without name";
}

/**
 * A part's identity is its identifier under the case's system; a Patient's is its own first identifier,
 * since a second case must not double the patient; a Provenance stands for one version of the case.
 */
function identityOf(resource: Resource, part: string, source: CaseIdentity): string {
  if (resource.resourceType === "Patient") {
    const first = resource.identifier?.[0] as Identifier;
    return `${first.system ?? ""}|${first.value ?? ""}`;
  }
  const own = `${source.caseSystem}|${source.caseId}/${part}`;
  return resource.resourceType === "Provenance" ? `${own}/${canonicalHash(source)}` : own;
}

/** https://hl7.org/fhir/R4/http.html#cond-update; Provenance has no identifier to search by. */
function requestOf(resource: Resource, identity: string): BundleEntry["request"] {
  const { resourceType } = resource;
  if (resourceType === "Provenance") return { method: "POST", url: resourceType };
  return { method: "PUT", url: `${resourceType}?identifier=${encodeURIComponent(identity)}` };
}

/** Fills what only the whole bundle and the case as a document tell: targets, hash and versions. */
function completeProvenance(
  provenance: Provenance,
  entries: readonly BundleEntry[],
  source: CaseIdentity,
  versions: Versions,
): void {
  provenance.target = entries
    .filter(({ resource }) => resource !== provenance)
    .map(({ fullUrl }) => ({ reference: fullUrl as string }));
  const identifier = provenance.entity?.[0]?.what.identifier;
  if (identifier) identifier.value = canonicalHash(source);
  provenance.extension = [
    ...(provenance.extension ?? []),
    { url: `${STRUCTURES}/map-version`, valueString: versions.map },
    { url: `${STRUCTURES}/profiles-version`, valueString: versions.profiles },
    { url: `${STRUCTURES}/terminology-version`, valueString: versions.terminology },
  ];
}
