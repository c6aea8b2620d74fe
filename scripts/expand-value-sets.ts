/** Expands the value sets of the profiles, which list codes or take a whole code system of ours. */
import type {
  CodeSystem,
  CodeSystemConcept,
  ValueSet,
  ValueSetComposeInclude,
  ValueSetExpansionContains,
} from "@medplum/fhirtypes";

/**
 * Gives the value set with its expansion.
 *
 * @param codeSystems the code systems of ours by their url
 * @param timestamp   the expansion's time, fixed so that the same sources give the same bytes
 * @throws Error for what our value sets do not use: exclusions, filters, nested value sets, whole foreign systems
 */
export function expandValueSet(
  valueSet: ValueSet,
  codeSystems: ReadonlyMap<string | undefined, CodeSystem>,
  timestamp: string,
): ValueSet {
  const { include = [], exclude = [] } = valueSet.compose ?? {};
  if (exclude.length > 0) throw new Error(`${valueSet.url ?? ""}: exclusions are not expanded`);
  const contains = include.flatMap((part) => expandInclude(part, codeSystems, valueSet.url ?? ""));
  return { ...valueSet, expansion: { timestamp, total: contains.length, contains } };
}

function expandInclude(
  { system, concept, filter, valueSet }: ValueSetComposeInclude,
  codeSystems: ReadonlyMap<string | undefined, CodeSystem>,
  url: string,
): ValueSetExpansionContains[] {
  if (filter !== undefined || valueSet !== undefined || system === undefined) {
    throw new Error(`${url}: only whole code systems and listed codes are expanded`);
  }
  const own = codeSystems.get(system);
  const displays = new Map(flatten(own?.concept).map(({ code, display }) => [code, display]));
  const codes = concept ?? own?.concept;
  if (codes === undefined) throw new Error(`${url}: ${system} is not a code system of ours`);
  return flatten(codes).map(({ code, display }) => {
    const label = display ?? displays.get(code);
    return { system, code, ...(label === undefined ? {} : { display: label }) };
  });
}

function flatten(concepts: readonly CodeSystemConcept[] = []): readonly Pick<CodeSystemConcept, "code" | "display">[] {
  return concepts.flatMap((concept) => [concept, ...flatten(concept.concept)]);
}
