import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";

/** Where something is in the settings: object keys and list indexes from the root. */
export type SettingsPath = readonly (string | number)[];

/** A parsed settings file that knows where each value stands. */
export interface SettingsDocument {
  readonly value: unknown;
  /** What YAML itself finds wrong, each with its line and column. */
  readonly faults: readonly string[];
  /** A fault of the value at a path, as `file:line:column: message`. */
  faultAt(path: SettingsPath, message: string): string;
}

/** Parses YAML; a key that stands twice is a fault, since the second one would win silently. */
export function parseSettingsDocument(text: string, file: string): SettingsDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  return {
    value: document.errors.length > 0 ? undefined : (document.toJS({ maxAliasCount: 0 }) as unknown),
    faults: document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`),
    faultAt: (path, message) => `${at(offsetOf(document, path))}: /${path.join("/")}: ${message}`,
  };
}

/** The offset of a value's key where it has one, of the nearest place above it where there is no such value. */
function offsetOf(document: Document, path: SettingsPath): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const name = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
      if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}
