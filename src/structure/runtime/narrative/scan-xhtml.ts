import { isAllowedEntity } from "./vocabulary.ts";

/** What is told of a fragment while it is read, in document order; `at` counts UTF-16 units from 0. */
export interface XhtmlReader {
  readonly open: (name: string, at: number) => void;
  /** An attribute of the element opened last; the value has its entities still. */
  readonly attribute: (name: string, value: string, at: number) => void;
  readonly close: () => void;
  /** Characters between tags, entities among them. */
  readonly text: (isBlank: boolean) => void;
}

/** Why a text is no XML fragment: what was expected, and where. */
export interface XhtmlFault {
  readonly expected: string;
  readonly at: number;
}

interface Scan {
  readonly text: string;
  readonly reader: XhtmlReader;
  /** Names of the elements that are open, the innermost last. */
  readonly open: string[];
  hasEnded: boolean;
  at: number;
}

/** What ends a step: a fault, or nothing where the scan goes on. */
type Step = XhtmlFault | undefined;

/**
 * Reads one XML element with everything inside it, in one pass and time linear in the text.
 *
 * Document types and processing instructions are refused, since a narrative is a fragment.
 *
 * @returns `undefined` when it is well-formed, else the first place where it is not
 * https://www.w3.org/TR/xml/
 */
export function scanXhtml(text: string, reader: XhtmlReader): XhtmlFault | undefined {
  const control = text.search(CONTROL);
  if (control >= 0) return { expected: "no control character", at: control };
  const scan: Scan = { text, reader, open: [], hasEnded: false, at: 0 };
  while (scan.at < text.length) {
    const fault = readNext(scan);
    if (fault) return fault;
  }
  return scan.hasEnded ? undefined : expected("the end tag of the element opened last", scan);
}

// eslint-disable-next-line no-control-regex -- control characters are what XML forbids
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function readNext(scan: Scan): Step {
  const { text, at } = scan;
  if (text.charCodeAt(at) !== 60 /* < */) return readText(scan);
  if (text.charCodeAt(at + 1) === 47 /* / */) return readEndTag(scan);
  if (text.charCodeAt(at + 1) !== 33 /* ! */) return readStartTag(scan);
  if (text.startsWith("<!--", at)) return readComment(scan);
  return text.startsWith("<![CDATA[", at) ? readCharacterData(scan) : expected("no document type", scan);
}

function readText(scan: Scan): Step {
  const { text, at, open, reader } = scan;
  const next = text.indexOf("<", at);
  const end = next < 0 ? text.length : next;
  const isBlank = isBlankBetween(text, at, end);
  if (open.length === 0 && !isBlank) return expected("one element and nothing around it", scan);
  const fault = findEntityFault(text, at, end);
  if (fault) return fault;
  if (open.length > 0) reader.text(isBlank);
  scan.at = end;
  return undefined;
}

function readComment(scan: Scan): Step {
  const end = scan.text.indexOf("--", scan.at + 4);
  if (end < 0 || scan.text.charCodeAt(end + 2) !== 62 /* > */) return expected("the end of a comment", scan);
  scan.at = end + 3;
  return undefined;
}

function readCharacterData(scan: Scan): Step {
  const end = scan.text.indexOf("]]>", scan.at);
  if (end < 0 || scan.open.length === 0) return expected("character data inside an element", scan);
  scan.reader.text(isBlankBetween(scan.text, scan.at + "<![CDATA[".length, end));
  scan.at = end + 3;
  return undefined;
}

function readEndTag(scan: Scan): Step {
  const name = nameAt(scan.text, scan.at + 2);
  const end = skipSpace(scan.text, scan.at + 2 + name.length);
  if (name === "" || scan.text.charCodeAt(end) !== 62 /* > */ || scan.open.at(-1) !== name) {
    return expected("the end tag of the element opened last", scan);
  }
  scan.at = end + 1;
  closeElement(scan);
  return undefined;
}

function closeElement(scan: Scan): void {
  scan.open.pop();
  scan.hasEnded = scan.open.length === 0;
  scan.reader.close();
}

function readStartTag(scan: Scan): Step {
  const { text, reader, open } = scan;
  const name = nameAt(text, scan.at + 1);
  if (name === "") return expected("the name of an element, or &lt;", scan);
  if (scan.hasEnded) return expected("one element and nothing around it", scan);
  reader.open(name, scan.at);
  open.push(name);
  scan.at += 1 + name.length;
  const seen = new Set<string>();
  for (;;) {
    const next = skipSpace(text, scan.at);
    const hasSpace = next > scan.at;
    scan.at = next;
    const unit = text.charCodeAt(next);
    if (unit === 62 /* > */) {
      scan.at = next + 1;
      return undefined;
    }
    if (unit === 47 /* / */) {
      if (text.charCodeAt(next + 1) !== 62 /* > */) return expected("the end of a tag", scan);
      scan.at = next + 2;
      closeElement(scan);
      return undefined;
    }
    if (!hasSpace) return expected("white space before an attribute, or the end of a tag", scan);
    const fault = readAttribute(scan, seen);
    if (fault) return fault;
  }
}

function readAttribute(scan: Scan, seen: Set<string>): Step {
  const { text, at: start } = scan;
  const name = nameAt(text, start);
  if (name === "" || seen.has(name)) return expected("an attribute with a name of its own", scan);
  seen.add(name);
  scan.at = skipSpace(text, start + name.length);
  if (text.charCodeAt(scan.at) !== 61 /* = */) return expected("= after the name of an attribute", scan);
  scan.at = skipSpace(text, scan.at + 1);
  const quote = text.charAt(scan.at);
  if (quote !== '"' && quote !== "'") return expected("an attribute value in quotation marks", scan);
  const end = text.indexOf(quote, scan.at + 1);
  if (end < 0) return expected("the end of an attribute value", scan);
  const value = text.slice(scan.at + 1, end);
  if (value.includes("<")) return expected("&lt; in an attribute value", scan);
  const fault = findEntityFault(text, scan.at + 1, end);
  if (fault) return fault;
  scan.reader.attribute(name, value, start);
  scan.at = end + 1;
  return undefined;
}

const ENTITY = /&(?:#([0-9]{1,8})|#x([0-9A-Fa-f]{1,8})|([A-Za-z][A-Za-z0-9]{0,31}));/y;

/** The first ampersand that begins no entity of XML; only the part is searched, or all parts together would cost a square. */
function findEntityFault(text: string, start: number, end: number): Step {
  const part = text.slice(start, end);
  for (let at = part.indexOf("&"); at >= 0; at = part.indexOf("&", at + 1)) {
    ENTITY.lastIndex = at;
    const [, decimal, hexadecimal, name] = ENTITY.exec(part) ?? [];
    if (name !== undefined) {
      if (!isAllowedEntity(name))
        return { expected: "an entity that XML knows, or the character itself", at: start + at };
    } else if (!isCharacter(decimal === undefined ? parseInt(hexadecimal ?? "", 16) : Number(decimal))) {
      return { expected: "an entity, or &amp;", at: start + at };
    }
  }
  return undefined;
}

/** https://www.w3.org/TR/xml/#charsets */
function isCharacter(point: number): boolean {
  if (point < 32) return point === 9 || point === 10 || point === 13;
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff);
}

const NAME = /[A-Za-z_:\u0080-\uffff][-A-Za-z0-9_:.\u0080-\uffff]*/y;

/** The XML name that starts here, empty where none does. */
function nameAt(text: string, at: number): string {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0] ?? "";
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isBlankBetween(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9;
}

function expected(what: string, { at }: Scan): XhtmlFault {
  return { expected: what, at };
}
