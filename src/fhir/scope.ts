/** Create, read, update, delete, search: the letters of a SMART v2 scope. */
export type Interaction = "c" | "r" | "u" | "d" | "s";

/** One `system/` scope: which interactions on which resource type, or on all (`*`). */
export interface SystemScope {
  readonly resourceType: string;
  readonly interactions: ReadonlySet<Interaction>;
}

const ORDER: readonly Interaction[] = ["c", "r", "u", "d", "s"];
const V1: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };
const SCOPE = /^system\/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|c?r?u?d?s?)$/;

/**
 * Reads the `system/` scopes of a space-separated list.
 *
 * Letters out of order are no scope, as SMART says; v1's `.read`, `.write` and `.*` are read as their v2 letters. A scope
 * narrowed by a query (`?category=…`) is passed over: nothing here would keep to its bounds.
 * https://hl7.org/fhir/smart-app-launch/STU2.1/scopes-and-launch-context.html#scopes-for-requesting-fhir-resources
 */
export function parseScopes(list: string): readonly SystemScope[] {
  return list.split(" ").flatMap((text) => {
    const [, resourceType, given] = SCOPE.exec(text) ?? [];
    if (resourceType === undefined || given === undefined || given === "") return [];
    const letters = V1[given] ?? given;
    return [{ resourceType, interactions: new Set(ORDER.filter((letter) => letters.includes(letter))) }];
  });
}

/** Whether what was granted allows everything that is needed; several granted scopes add up. */
export function covers(granted: readonly SystemScope[], needed: readonly SystemScope[]): boolean {
  return needed.every(({ resourceType, interactions }) =>
    [...interactions].every((interaction) =>
      granted.some(
        (scope) =>
          (scope.resourceType === "*" || scope.resourceType === resourceType) && scope.interactions.has(interaction),
      ),
    ),
  );
}
