import type { ConceptMap, ConceptMapGroup } from "@medplum/fhirtypes";
import type { Issue } from "../fhir/index.ts";
import type { Loss } from "../extraction/index.ts";
import type { LocalCode, LocalCodes } from "./local-codes.ts";
import { siteIssue } from "./site-issue.ts";

/** The ConceptMaps of a set: ours, a site's in place of ours, and local codes in all that speak of their list. */
export interface ExtendedLists {
  readonly conceptMaps: readonly ConceptMap[];
  /** Ids of the ConceptMaps that are not as the build has them. */
  readonly changed: ReadonlySet<string>;
  /** A local code comes back as the standard one, since resources hold what both mean. */
  readonly losses: readonly Loss[];
  readonly issues: readonly Issue[];
}

/**
 * Lays a site's ConceptMaps over ours: by canonical URL; then each local code gets the rows of its standard code.
 *
 * A local code means the same as a code of the case's list, so it becomes the same in our code system and in each standard one.
 */
export function extendLists(
  ours: readonly ConceptMap[],
  brought: readonly ConceptMap[],
  localCodes: readonly LocalCodes[],
): ExtendedLists {
  const maps = new Map([...ours, ...brought].map((map) => [map.url ?? "", map]));
  const changed = new Set(brought.map(listIdOf));
  const losses: Loss[] = [];
  const issues: Issue[] = [];
  for (const codes of localCodes) {
    const list = [...maps.values()].find((map) => listIdOf(map) === codes.list);
    const source = list?.group?.[0]?.source;
    if (list === undefined || source === undefined) {
      const message = `The name of a code list was expected as the name of the file, such as cement-material.csv; found ${codes.list}.`;
      issues.push(siteIssue("list-unknown", "not-found", message, codes.file));
      continue;
    }
    const known = new Set(codesOf(list));
    const rows = codes.rows.filter((row) => {
      const issue = faultOf(row, known, codes.file);
      if (issue !== undefined) issues.push(issue);
      else known.add(row.local);
      return issue === undefined;
    });
    for (const map of maps.values()) {
      const groups = (map.group ?? []).map((group) => (group.source === source ? withRows(group, rows) : group));
      if (groups.every((group, index) => group === map.group?.[index])) continue;
      maps.set(map.url ?? "", { ...map, group: groups });
      changed.add(listIdOf(map));
    }
    losses.push(...rows.map((row) => toLoss(row, codes.file)));
  }
  return { conceptMaps: [...maps.values()], changed, losses, issues };
}

/** What a code list is called: the id of its ConceptMap, or the last step of its URL. */
export const listIdOf = ({ id, url = "" }: ConceptMap): string => id ?? url.slice(url.lastIndexOf("/") + 1);

function codesOf(map: ConceptMap): readonly string[] {
  return (map.group ?? []).flatMap(({ element }) => element).flatMap(({ code }) => code ?? []);
}

/** More codes of a list than these are told by their number. */
const LISTED_CODES = 20;

function faultOf({ local, standard, line }: LocalCode, known: ReadonlySet<string>, file: string): Issue | undefined {
  const position = { line, column: 1 };
  if (!known.has(standard)) {
    const codes = known.size <= LISTED_CODES ? `one of ${[...known].join(", ")}` : `one of ${known.size} codes`;
    const message = `A code of the list was expected in the second column, ${codes}; found ${standard}.`;
    return siteIssue("code-unknown", "code-invalid", message, file, position);
  }
  if (!known.has(local)) return undefined;
  const message = `A code that the list does not have yet was expected in the first column; found ${local}.`;
  return siteIssue("code-known", "duplicate", message, file, position);
}

function withRows(group: ConceptMapGroup, rows: readonly LocalCode[]): ConceptMapGroup {
  const more = rows.flatMap(({ local, standard }) => {
    const element = group.element.find(({ code }) => code === standard);
    return element === undefined ? [] : [{ ...element, code: local }];
  });
  return more.length === 0 ? group : { ...group, element: [...group.element, ...more] };
}

function toLoss({ local, standard, line }: LocalCode, file: string): Loss {
  const reason = `A local code, ${file}:${line}: resources hold what it means, which is ${standard}.`;
  return { pointer: "/**", kind: "code", value: local, becomes: standard, reason };
}
