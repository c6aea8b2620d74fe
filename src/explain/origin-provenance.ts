import type { Bundle, BundleEntry, Extension, Provenance } from "@medplum/fhirtypes";
import { isConstant, type InputPlace } from "../mapping/index.ts";
import type { ExplainedElement, Explanation } from "./explain-case.ts";
import type { OriginatedCase } from "./origins-of-case.ts";

const STRUCTURES = "https://kypho-fhir.github.io/fhir/StructureDefinition";

/**
 * An explanation as FHIR: a collection of one Provenance for each resource, with an extension for each element that names its origin,
 * since R4's Provenance speaks of whole resources.
 *
 * https://hl7.org/fhir/R4/provenance.html
 */
export function toOriginProvenance({ elements, versions }: Explanation, { bundle }: OriginatedCase): Bundle {
  const source = (bundle.entry ?? []).at(-1)?.resource as Provenance;
  const byEntry = Map.groupBy(elements, ({ path }) => /^Bundle\.entry\[(\d+)\]\.resource\./.exec(path)?.[1]);
  const entry = [...byEntry].flatMap(([index, ofEntry]): BundleEntry[] => {
    const fullUrl = bundle.entry?.[Number(index)]?.fullUrl;
    if (index === undefined || fullUrl === undefined) return [];
    const prefix = `Bundle.entry[${index}].resource`;
    const resource: Provenance = {
      resourceType: "Provenance",
      meta: { profile: [`${STRUCTURES}/origin-provenance`] },
      extension: [
        { url: `${STRUCTURES}/map-version`, valueString: versions.map },
        ...ofEntry.map((element) => toExtension(element, prefix)),
      ],
      target: [{ reference: fullUrl }],
      recorded: source.recorded,
      agent: source.agent.slice(0, 1),
      ...(source.entity && { entity: source.entity }),
    };
    return [{ resource }];
  });
  return { resourceType: "Bundle", type: "collection", ...(entry.length > 0 && { entry }) };
}

function toExtension({ path, resourceType = "", origin }: ExplainedElement, prefix: string): Extension {
  const { from, because, map, conceptMaps } = origin;
  return {
    url: `${STRUCTURES}/element-origin`,
    extension: [
      { url: "element", valueString: resourceType + path.slice(prefix.length) },
      ...from.map((place) => toPlace("from", place)),
      ...because.map((place) => toPlace("because", place)),
      { url: "constant", valueBoolean: isConstant(origin) },
      ...(map ? [{ url: "map", valueString: `${map.file}:${map.line} ${map.group}.${map.rule}` }] : []),
      ...conceptMaps.map(({ conceptMap, row }) => ({ url: "conceptMap", valueUri: `${conceptMap}#${row}` })),
    ],
  };
}

/** Without a pointer the whole document is meant, since FHIR knows no empty string. */
function toPlace(url: "from" | "because", { pointer, position }: InputPlace): Extension {
  return {
    url,
    extension: [
      ...(pointer === "" ? [] : [{ url: "pointer", valueString: pointer }]),
      ...(position
        ? [
            { url: "line", valueInteger: position.line },
            { url: "column", valueInteger: position.column },
          ]
        : []),
    ],
  };
}
