/** The namespace of XHTML, which the outermost div declares. */
export const XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

/**
 * Elements of HTML 4.0 chapters 7 to 11 (less 9.4) and 15 as XHTML strict has them, `a`, and images.
 *
 * https://hl7.org/fhir/R4/narrative.html#rules
 */
const ELEMENTS = words(`
  a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em
  h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead
  tr tt ul var`);

/** Attributes that any element may have, those of table cells and columns among them. */
const ATTRIBUTES = words(`
  abbr accesskey align axis char charoff class colspan dir headers id lang rowspan scope span style tabindex title
  valign width xml:id xml:lang xml:space`);

/** Attributes that one element alone may have. */
const ATTRIBUTES_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  a: words("charset coords href hreflang name rel rev shape type"),
  area: words("alt coords href nohref shape"),
  blockquote: words("cite"),
  div: words("xmlns"),
  img: words("alt border height ismap longdesc src usemap"),
  map: words("name"),
  q: words("cite"),
  table: words("border cellpadding cellspacing frame rules summary"),
  td: words("nowrap"),
  th: words("nowrap"),
};

/** What XML itself knows; a narrative has no DTD that could declare more. */
const ENTITIES = words("amp apos gt lt quot");

export function isAllowedElement(name: string): boolean {
  return ELEMENTS.has(name);
}

export function isAllowedAttribute(element: string, name: string): boolean {
  return ATTRIBUTES.has(name) || ATTRIBUTES_OF[element]?.has(name) === true;
}

export function isAllowedEntity(name: string): boolean {
  return ENTITIES.has(name);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
