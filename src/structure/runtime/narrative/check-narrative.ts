import type { Issue } from "../../../fhir/index.ts";
import { collectElementIds } from "./element-ids.ts";
import { readHtml, type HtmlFault } from "./html-rules.ts";
import { narrativeIssue } from "./narrative-issue.ts";

/**
 * Checks a narrative: what invariants txt-1 and txt-2 ask, its ids unique, and its `#` links resolving
 * to an id in the narrative or in its resource.
 *
 * @param div      `Narrative.div` as it stands in JSON
 * @param path     FHIRPath of the div
 * @param resource the resource that holds the narrative; its elements and contained resources may be linked to
 * https://hl7.org/fhir/R4/narrative.html#rules
 */
export function checkNarrative(div: string, path: string, resource: unknown, report: (issue: Issue) => void): void {
  const { faults, anchors, repeatedIds, links } = readHtml(div);
  for (const fault of faults) report(issueOf(fault, path));
  for (const { at } of repeatedIds) {
    const message = `${path} was expected to have each id once, found one of an earlier element at character ${at + 1}.`;
    report(narrativeIssue("duplicate", "narrative-id-repeated", message, path));
  }
  if (links.length === 0) return;
  let ids: ReadonlySet<string> | undefined;
  for (const { name, at } of links) {
    const target = decoded(name);
    if (anchors.has(target) || (ids ??= collectElementIds(resource)).has(target)) continue;
    const message = `${path} was expected to link to an id in its resource, found none of that name at character ${at + 1}.`;
    report(narrativeIssue("not-found", "narrative-link", message, path));
  }
}

function issueOf(fault: HtmlFault, path: string): Issue {
  const at = `at character ${fault.at + 1}`;
  switch (fault.kind) {
    case "xml": {
      const message = `${path} was expected to be well-formed XHTML; ${fault.expected} was expected ${at}.`;
      return narrativeIssue("invalid", "narrative-xml", message, path);
    }
    case "root": {
      const message = `${path} was expected to be one div in the namespace of XHTML, found another element.`;
      return narrativeIssue("structure", "narrative-root", message, path);
    }
    case "empty": {
      const message = `${path} was expected to have text or an image, found white space alone.`;
      return narrativeIssue("required", "narrative-empty", message, path);
    }
    case "element": {
      const message = `${path} was expected to have formatting elements alone, found another in ${place(fault.within)} ${at}.`;
      return narrativeIssue("invalid", "narrative-element", message, path);
    }
    case "attribute": {
      const message = `${path} was expected to have formatting attributes alone, found another in ${place(fault.within)} ${at}.`;
      return narrativeIssue("invalid", "narrative-attribute", message, path);
    }
    case "script": {
      const message = `${path} was expected to have nothing that runs, found a script in ${place(fault.within)} ${at}.`;
      return narrativeIssue("security", "narrative-script", message, path);
    }
  }
}

function place(within: string): string {
  return within === "" ? "the root" : within;
}

/** A fragment names its id percent-encoded where need be, RFC 3986 §3.5. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
