import { scanXhtml } from "./scan-xhtml.ts";
import { isAllowedAttribute, isAllowedElement, XHTML_NAMESPACE } from "./vocabulary.ts";

/** What a narrative breaks; each kind is a rule of its own. */
export type HtmlFault =
  | { readonly kind: "xml"; readonly expected: string; readonly at: number }
  | { readonly kind: "root" | "empty"; readonly at: number }
  | { readonly kind: "element" | "attribute" | "script"; readonly within: string; readonly at: number };

/** A narrative as it was read. */
export interface HtmlReading {
  readonly faults: readonly HtmlFault[];
  /** Names that `#name` may mean: ids, and names of anchors and maps. */
  readonly anchors: ReadonlySet<string>;
  /** Ids that stand on more than one element. */
  readonly repeatedIds: readonly { readonly at: number }[];
  /** Links to `#name`, in document order. */
  readonly links: readonly { readonly name: string; readonly at: number }[];
}

/**
 * Reads a narrative's div: XML well-formed, one div in XHTML's namespace, elements and attributes that
 * R4 allows, nothing active, and some content (text or an image).
 *
 * https://hl7.org/fhir/R4/narrative.html#rules
 */
export function readHtml(div: string): HtmlReading {
  const faults: HtmlFault[] = [];
  const anchors = new Set<string>();
  const ids = new Set<string>();
  const repeatedIds: { at: number }[] = [];
  const links: { name: string; at: number }[] = [];
  const path: string[] = [];
  const seen = { root: "", hasNamespace: false, hasContent: false };
  const report = (kind: "element" | "attribute" | "script", at: number): void => {
    if (faults.length < MOST_FAULTS) faults.push({ kind, within: path.join("/"), at });
  };
  const fault = scanXhtml(div, {
    open: (name, at) => {
      if (path.length === 0) seen.root = name;
      const isAllowed = isAllowedElement(name);
      if (!isAllowed) report("element", at);
      // A foreign element is not named: its name may be anything.
      path.push(isAllowed ? name : FOREIGN);
      if (name === "img") seen.hasContent = true;
    },
    attribute: (name, value, at) => {
      const element = path.at(-1) ?? FOREIGN;
      const isNamespace = name === "xmlns" && path.length === 1;
      if (isNamespace) seen.hasNamespace = value === XHTML_NAMESPACE;
      else if (element !== FOREIGN && !isAllowedAttribute(element, name)) report("attribute", at);
      if ((name === "href" || name === "src") && isScript(value)) report("script", at);
      if (name === "id" || name === "xml:id") {
        if (ids.has(value) && repeatedIds.length < MOST_FAULTS) repeatedIds.push({ at });
        ids.add(value);
        anchors.add(value);
      } else if (name === "name") anchors.add(value);
      else if ((name === "href" || name === "usemap") && value.startsWith("#") && value.length > 1) {
        links.push({ name: value.slice(1), at });
      }
    },
    close: () => path.pop(),
    text: (isBlank) => {
      if (!isBlank) seen.hasContent = true;
    },
  });
  if (fault) faults.push({ kind: "xml", ...fault });
  else if (seen.root !== "div" || !seen.hasNamespace) faults.push({ kind: "root", at: 0 });
  else if (!seen.hasContent) faults.push({ kind: "empty", at: 0 });
  return { faults, anchors, repeatedIds, links };
}

/** Beyond these a narrative is no narrative; each fault names its place, which may be deep. */
const MOST_FAULTS = 100;
const FOREIGN = "*";

/** A link that would run code where it is followed; browsers leave out white space inside the scheme. */
function isScript(value: string): boolean {
  const scheme = value
    .slice(0, 200)
    .replaceAll(/&#(x?)([0-9a-f]{1,6});/gi, (_entity, x: string, digits: string) =>
      String.fromCodePoint(Math.min(parseInt(digits, x === "" ? 10 : 16), 0x10ffff)),
    )
    .replaceAll(/\s/g, "");
  return /^(?:javascript|vbscript):/i.test(scheme);
}
