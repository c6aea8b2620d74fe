import type { Issue, IssuePlace } from "../fhir/index.ts";
import type { InputPlace } from "../mapping/index.ts";
import { createProjection, type Judged, type Projection } from "./project.ts";

/** How many places one issue tells of; what follows is too far off to help. */
const MAX_PLACES = 8;

/**
 * Adds to issues of a bundle the fields of the input behind them, whoever found them: our own checks, or a server in its words.
 *
 * What lies in the input already is left as it is. Where the words do not tell which entry is meant, all that it can be are named.
 */
export function projectIssues(issues: readonly Issue[], judged: Judged): readonly Issue[] {
  const project = createProjection(judged);
  return issues.map((issue) => {
    if (issue.pointer !== undefined) return issue;
    const { path, message } = issue;
    return withProjection(issue, project({ message, ...(path !== undefined && { path }) }));
  });
}

function withProjection(issue: Issue, { elements, entries, places, map }: Projection): Issue {
  const [first, ...rest] = places.slice(0, MAX_PLACES);
  // Server's words that fit one entry alone tell its element, where the issue has no path of its own.
  const isSure = entries.length === 1;
  const [element] = elements;
  const path = issue.path ?? (isSure ? element : undefined);
  const candidates = isSure ? [] : elements.map((one): IssuePlace => ({ path: one }));
  const others = [...candidates, ...rest.map(toIssuePlace)];
  return {
    ...issue,
    ...(path !== undefined && { path }),
    ...(first && toIssuePlace(first)),
    ...(map && { map: `${map.file}:${map.line}` }),
    ...(others.length > 0 && { others }),
  };
}

function toIssuePlace({ pointer, position }: InputPlace): IssuePlace {
  return { pointer, ...(position && { position }) };
}
