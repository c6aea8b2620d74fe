import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { exampleBytes } from "./example.ts";

/** A bundle with one fault in it, and the field of the case that the faulty element comes from, or is there for. */
export interface SeededFault {
  readonly name: string;
  /** The constraint that is broken. */
  readonly kind: string;
  /** Any of these is right: a value may come from several fields. */
  readonly fields: readonly string[];
  /** Puts the fault into a copy of what the example becomes, or of the same in a server's form. */
  readonly seed: (bundle: Bundle) => Bundle;
}

/** The case that the faults are put into: `examples/full.json`. */
export const FAULTY_CASE = exampleBytes("full");

type Json = Record<string, unknown>;
type Change = (value: unknown) => unknown;

/** Takes the element away. */
const nothing: Change = () => undefined;
const to =
  (value: unknown): Change =>
  () =>
    value;
const twice: Change = (value) => [...(value as unknown[]), ...(value as unknown[])];
const first: Change = (value) => (value as unknown[])[0];
const withMore =
  (more: object): Change =>
  (value) => ({ ...(value as object), ...more });
const swapped =
  (one: string, other: string): Change =>
  (value) => ({ ...(value as Json), [one]: (value as Json)[other], [other]: (value as Json)[one] });

/** part, path inside the resource (nothing for all of it), what becomes of it, the field */
type Row = readonly [name: string, kind: string, part: string, path: string, change: Change, ...fields: string[]];

const OTHER_CODE = { system: "urn:example:codes", code: "other" };

const ROWS: readonly Row[] = [
  // Too few
  ["a patient without identifier", "cardinality", "Patient", "identifier", nothing, "/patient/identifiers/0/value"],
  ["an identifier without value", "cardinality", "session", "identifier.0.value", nothing, "/caseId"],
  ["a session without status", "cardinality", "session", "status", nothing, "/status"],
  ["a level without status", "cardinality", "level-L1", "status", nothing, "/levels/0/status"],
  ["a level without access", "cardinality", "level-L5", "statusReason", nothing, "/levels/2/statusReason"],
  ["a lesion without code", "cardinality", "lesion-L1", "code", nothing, "/levels/0/cause", "/levels/0/causeText"],
  ["a disease without code", "cardinality", "disease-osteoporosis", "code", nothing, "/diseases/1/kind"],
  ["imaging without modality", "cardinality", "imaging-mr", "modality", nothing, "/imaging/0/modality"],
  ["a series without UID", "cardinality", "imaging-mr", "series.0.uid", nothing, "/imaging/0/series/0/uid"],
  [
    "a series without modality",
    "cardinality",
    "imaging-mr",
    "series.0.modality",
    nothing,
    "/imaging/0/series/0/modality",
  ],
  [
    "an instance without SOP class",
    "cardinality",
    "imaging-mr",
    "series.0.instance.0.sopClass",
    nothing,
    "/imaging/0/series/0/instances/0/sopClassUid",
  ],
  ["a device without kind", "cardinality", "device-injector", "type", nothing, "/devices/1/kind"],
  [
    "a device name without name",
    "cardinality",
    "device-injector",
    "deviceName.0.name",
    nothing,
    "/devices/1/product/name",
  ],
  ["anaesthesia without code", "cardinality", "anaesthesia", "code", nothing, "/anaesthesia/method"],
  ["a drug without time", "cardinality", "drug-lidocaine", "effectiveDateTime", nothing, "/anaesthesia/drugs/0/at"],
  ["a component without code", "cardinality", "indication", "component.11.code", nothing, "/indication/criteriaCited"],
  ["a Provenance without time", "cardinality", "Provenance", "recorded", nothing, "/recordedAt"],
  // Too many, or one where a list belongs
  ["two identifiers of a level", "cardinality", "level-L1", "identifier", twice, "/levels/0/level", "/caseId"],
  ["a list of genders", "json-type", "Patient", "gender", to(["female", "male"]), "/patient/sex"],
  ["one name and no list", "json-type", "Patient", "name", first, "/patient/familyName", "/patient/givenNames/0"],
  // Types
  [
    "a text as a percentage",
    "type",
    "height-L1-pre",
    "valueQuantity.value",
    to("much"),
    "/levels/0/heights/0/remainingPercent",
  ],
  ["a number as a text", "type", "indication", "component.11.valueString", to(7), "/indication/criteriaCited"],
  ["a text as a boolean", "type", "indication", "component.0.valueBoolean", to("yes"), "/indication/intractablePain"],
  [
    "half an attempt",
    "type",
    "puncture-L1-left",
    "component.7.valueInteger",
    to(1.5),
    "/levels/0/punctures/0/attempts",
  ],
  ["half a series", "type", "imaging-mr", "numberOfSeries", to(2.5), "/imaging/0/numberOfSeries"],
  ["an object as a description", "type", "imaging-mr", "description", to({ text: "x" }), "/imaging/0/description"],
  [
    "a text as a period",
    "type",
    "prior-rt-1",
    "performedPeriod",
    to("2009"),
    "/priorTreatments/0/start",
    "/priorTreatments/0/end",
  ],
  ["a text as a dose", "type", "prophylaxis", "dosage.dose", to("1 g"), "/antibioticProphylaxis/doseValue"],
  [
    "a value of a type that is not allowed",
    "type",
    "duration-L1",
    "valueQuantity",
    nothing,
    "/levels/0/durationMinutes",
  ],
  // Primitives
  ["a birth date of the 31 February", "format", "Patient", "birthDate", to("1942-02-31"), "/patient/birthDate"],
  ["a date in German order", "format", "consent-treatment", "dateTime", to("13.5.2009"), "/consents/0/at"],
  ["a start without zone", "format", "session", "performedPeriod.start", to("2009-05-14T09:00:00"), "/session/start"],
  ["an end that is no time", "format", "level-L1", "performedPeriod.end", to("later"), "/levels/0/end"],
  [
    "an onset in a 13th month",
    "format",
    "complication-haematoma",
    "onsetDateTime",
    to("2009-13"),
    "/complications/items/0/onset",
  ],
  [
    "a negative count",
    "format",
    "imaging-mr",
    "series.0.numberOfInstances",
    to(-1),
    "/imaging/0/series/0/numberOfInstances",
  ],
  ["an empty text", "format", "session", "statusReason.text", to(""), "/statusReasonText"],
  [
    "a code with blanks around it",
    "format",
    "device-balloon-1",
    "type.coding.0.code",
    to(" balloon "),
    "/devices/0/kind",
  ],
  ["a UID that is none", "format", "imaging-mr", "series.1.uid", to("1.2.x y"), "/imaging/0/series/1/uid"],
  [
    "an expiry that is no date",
    "format",
    "cement-L1",
    "expirationDate",
    to("soon"),
    "/levels/0/cement/product/expiryDate",
  ],
  [
    "an extension with a broken URL",
    "format",
    "Patient",
    "extension.0.url",
    to("has blank"),
    "/patient/extensions/0/url",
  ],
  // Bindings
  ["a gender that R4 does not know", "binding", "Patient", "gender", to("woman"), "/patient/sex"],
  ["a session status that R4 does not know", "binding", "session", "status", to("done"), "/status"],
  ["a level status that R4 does not know", "binding", "level-T12", "status", to("half"), "/levels/1/status"],
  [
    "a comparator that R4 does not know",
    "binding",
    "height-L1-pre",
    "valueQuantity.comparator",
    to("about"),
    "/levels/0/heights/0/comparator",
  ],
  ["a cause of another system", "binding", "lesion-T12", "code.coding.0", to(OTHER_CODE), "/levels/1/cause"],
  [
    "an unknown severity",
    "binding",
    "complication-haematoma",
    "severity.coding.0.code",
    to("awful"),
    "/complications/items/0/severity",
  ],
  [
    "an unknown phase",
    "binding",
    "imaging-targeting",
    "extension.0.valueCodeableConcept.coding.0.code",
    to("never"),
    "/imaging/1/phase",
  ],
  [
    "an unknown signal",
    "binding",
    "marrow-L1",
    "component.0.valueCodeableConcept.coding.0.code",
    to("loud"),
    "/levels/0/marrowSignal/t1",
  ],
  [
    "an unknown fracture age",
    "binding",
    "marrow-L1",
    "valueCodeableConcept.coding.0.code",
    to("older"),
    "/levels/0/marrowSignal/fractureAge",
  ],
  [
    "an unknown distribution",
    "binding",
    "cement-fill-L1",
    "component.1.valueCodeableConcept.coding.0.code",
    to("odd"),
    "/levels/0/cement/distribution",
  ],
  [
    "an unknown leakage site",
    "binding",
    "leakage-L1-epidural",
    "valueCodeableConcept.coding.0.code",
    to("moon"),
    "/levels/0/leakage/sites/0/site",
  ],
  [
    "an unknown side",
    "binding",
    "puncture-L1-right",
    "component.0.valueCodeableConcept.coding.0.code",
    to("up"),
    "/levels/0/punctures/1/side",
  ],
  [
    "an unknown position",
    "binding",
    "setup",
    "component.0.valueCodeableConcept.coding.0.code",
    to("upside-down"),
    "/setup/position",
  ],
  // Patterns and fixed values
  [
    "a height in inches",
    "pattern",
    "height-L1-pre",
    "component.0.valueQuantity.code",
    to("[in_i]"),
    "/levels/0/heights/0/anteriorMm",
  ],
  [
    "a volume in litres",
    "pattern",
    "cement-fill-L1",
    "component.0.valueQuantity.unit",
    to(7),
    "/levels/0/cement/volumeMl",
  ],
  [
    "an angle of another system",
    "pattern",
    "angle-L1-pre",
    "valueQuantity.system",
    to("urn:degrees"),
    "/levels/0/kyphosisAngles/0/degrees",
  ],
  ["a duration in hours", "pattern", "duration-L1", "valueQuantity.code", to("h"), "/levels/0/durationMinutes"],
  [
    "the code of another observation",
    "pattern",
    "angle-L1-h24",
    "code.coding.0.code",
    to("other"),
    "/levels/0/kyphosisAngles/1",
    "/levels/0/kyphosisAngles/1/timepoint",
  ],
  // Invariants
  [
    "a treatment that ends before it starts",
    "invariant",
    "prior-rt-1",
    "performedPeriod",
    swapped("start", "end"),
    "/priorTreatments/0/start",
    "/priorTreatments/0/end",
  ],
  [
    "a level that ends before it starts",
    "invariant",
    "level-L1",
    "performedPeriod",
    swapped("start", "end"),
    "/levels/0/start",
    "/levels/0/end",
  ],
  [
    "a value and a reason for its absence",
    "invariant",
    "duration-L1",
    "",
    withMore({ dataAbsentReason: { text: "x" } }),
    "/levels/0/durationMinutes",
  ],
  [
    "a reference that says nothing",
    "invariant",
    "marrow-L1",
    "derivedFrom.0",
    to({}),
    "/levels/0/marrowSignal/imaging",
  ],
  // Extensions and elements that there are not
  [
    "an extension that nobody knows",
    "extension",
    "level-T12",
    "extension.0.url",
    to("https://kypho-fhir.github.io/fhir/StructureDefinition/unknown"),
    "/levels/1/access",
  ],
  [
    "an extension without a value",
    "extension",
    "consent-treatment",
    "extension.0.valueBoolean",
    nothing,
    "/consents/0/written",
  ],
  [
    "an element that R4 does not have",
    "unknown-element",
    "imaging-mr",
    "series.1",
    withMore({ colour: "red" }),
    "/imaging/0/series/1/uid",
    "/imaging/0/series/1/number",
  ],
  [
    "a misspelt element",
    "unknown-element",
    "Patient",
    "name.0",
    withMore({ familie: "x" }),
    "/patient/familyName",
    "/patient/givenNames/0",
  ],
  // References
  [
    "a lesion that no entry has",
    "reference",
    "level-L1",
    "reasonReference.0.reference",
    to("urn:uuid:00000000-0000-4000-8000-000000000001"),
    "/levels/0/cause",
    "/levels/0/level",
  ],
  [
    "a study that the server does not have",
    "reference",
    "marrow-L1",
    "derivedFrom.0.reference",
    to("ImagingStudy/missing"),
    "/levels/0/marrowSignal/imaging",
  ],
  [
    "a reference that is none",
    "reference",
    "cement-fill-L1",
    "device.reference",
    to("cement of L1"),
    "/levels/0/cement",
    "/levels/0/level",
  ],
  [
    "an operator's organisation that is not there",
    "reference",
    "session",
    "performer.0.actor",
    withMore({ reference: "Practitioner/missing" }),
    "/operators/0/name",
    "/operators/0/identifier/value",
    "/operators/0",
  ],
  [
    "a condition that matches nothing",
    "reference",
    "puncture-T12-left",
    "partOf.0.reference",
    to("Procedure?identifier=urn:x|none"),
    "/levels/1/level",
  ],
];

/** At least 60 faults of every kind of constraint. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  ...ROWS.map(([name, kind, part, path, change, ...fields]) => ({
    name,
    kind,
    fields,
    seed: (bundle: Bundle) =>
      changed(bundle, part, (entry) => ({ ...entry, resource: changedAt(entry.resource, path, change) as Resource })),
  })),
  {
    name: "two entries with one fullUrl",
    kind: "bundle",
    fields: ["/imaging/0/key", "/imaging/1/key"],
    seed: (bundle) => {
      const { fullUrl } = entryOf(bundle, "imaging-mr");
      return changed(bundle, "imaging-targeting", (entry) => ({ ...entry, ...(fullUrl !== undefined && { fullUrl }) }));
    },
  },
  {
    name: "two entries with one identity",
    kind: "bundle",
    fields: ["/levels/0/heights/0/timepoint", "/levels/0/heights/1/timepoint"],
    seed: (bundle) => {
      const { request } = entryOf(bundle, "height-L1-pre");
      const { id } = entryOf(bundle, "height-L1-pre").resource ?? {};
      return changed(bundle, "height-L1-h24", ({ resource, ...entry }) => ({
        ...entry,
        ...(resource && { resource: { ...resource, ...(id !== undefined && { id }) } }),
        ...(request && { request }),
      }));
    },
  },
  {
    name: "a request for another type",
    kind: "bundle",
    fields: ["/setup", "/setup/position", "/caseId"],
    seed: (bundle) =>
      changed(bundle, "setup", ({ request, ...entry }) => ({
        ...entry,
        ...(request && { request: { ...request, url: request.url.replace("Observation", "Procedure") } }),
      })),
  },
];

function nameOf({ resource }: BundleEntry): string {
  const identifiers = (resource as { identifier?: unknown } | undefined)?.identifier;
  const own = (Array.isArray(identifiers) ? (identifiers as { value?: string }[]) : []).map(({ value }) => value);
  const part = own.map((value) => /^PKP-[\d-]+\/(.+)$/.exec(value ?? "")?.[1]).find((name) => name !== undefined);
  return part ?? resource?.resourceType ?? "";
}

function entryOf({ entry = [] }: Bundle, part: string): BundleEntry {
  const found = entry.find((one) => nameOf(one) === part);
  if (found === undefined) throw new Error(`The example has no part ${part}.`);
  return found;
}

function changed(bundle: Bundle, part: string, change: (entry: BundleEntry) => BundleEntry): Bundle {
  const target = entryOf(bundle, part);
  return { ...bundle, entry: (bundle.entry ?? []).map((entry) => (entry === target ? change(entry) : entry)) };
}

function changedAt(value: unknown, path: string, change: Change): unknown {
  const [step, ...rest] = path.split(".");
  if (step === undefined || step === "") return change(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Json;
  if (!(step in copy)) throw new Error(`The example has no ${path}.`);
  const next = rest.length === 0 ? change(copy[step]) : changedAt(copy[step], rest.join("."), change);
  if (next === undefined) Reflect.deleteProperty(copy, step);
  else copy[step] = next;
  return copy;
}
