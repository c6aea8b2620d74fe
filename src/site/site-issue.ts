import type { Issue, IssueCode, Position } from "../fhir/index.ts";

/** An issue of a site's set: `path` is the file, from the top of its folder. */
export function siteIssue(
  name: string,
  code: IssueCode,
  message: string,
  path: string,
  position?: Position,
): Issue & { readonly path: string } {
  return { severity: "error", code, rule: `site/${name}`, message, path, ...(position && { position }) };
}

/** One line that a person or an editor can follow: `file:line:column rule message`. */
export function printSiteIssue({ path = "", position, rule, message }: Issue): string {
  const place = position === undefined ? "" : `:${String(position.line)}:${String(position.column)}`;
  return `${path}${place}${path === "" ? "" : " "}${rule} ${message}`;
}
