/** `Type/id`, as a resource on the same server is referred to. */
const LITERAL = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/;

interface StandIn {
  readonly resourceType: string;
  readonly id: string;
}

/**
 * For each literal reference in a resource one of the type that it names. HL7's validator judges the type of a
 * reference by what it finds there, ours by the address alone.
 */
export function standInsFor(value: unknown, found: Record<string, StandIn> = {}): Readonly<Record<string, StandIn>> {
  if (typeof value !== "object" || value === null) return found;
  for (const [name, child] of Object.entries(value)) {
    const [, resourceType, id] = (name === "reference" && LITERAL.exec(String(child))) || [];
    if (resourceType !== undefined && id !== undefined) found[String(child)] = { resourceType, id };
    else standInsFor(child, found);
  }
  return found;
}
