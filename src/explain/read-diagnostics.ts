import { parseElementPath, type ElementPath } from "./element-path.ts";

/** What the words of an issue hold that may name an element of a bundle. */
export interface Clues {
  readonly paths: readonly ElementPath[];
  /** `Type/id` */
  readonly ids: readonly string[];
  /** Words in quotes, URLs and URNs: values that an element may have. */
  readonly values: readonly string[];
  /** Every word, for the names of elements in a sentence. */
  readonly words: ReadonlySet<string>;
}

const PATH =
  /\b(?:Bundle\.entry[[(]\d+[\])][\w./*[\]()':-]*|[A-Z][A-Za-z]+(?:\.(?:[a-z]\w*(?:\[\d+\]|\[x\])?|ofType\(\w+\)))+)/g;
const ELEMENT = /\belement named '(\w+)'(?: within resource of type: (\w+))?|\[element="(\w+)"\]|\belement '(\w+)'/g;
const ID = /\b[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(?=$|[^\w-])/g;
const QUOTED = /"([^"]{1,500})"|'([^']{1,500})'/g;
const CONDITION = /\b[A-Z][A-Za-z]+\?[A-Za-z_][\w.:-]*=[^\s"',;]+/g;
const URI = /\b(?:https?:\/\/|urn:)[^\s"',;()<>[\]]+/g;

/**
 * Reads the text of an issue as people and servers write it. HAPI sets neither an expression nor an entry in the errors of a transaction,
 * but names paths, elements, ids, conditions and values in its sentence; Medplum appends the path to it.
 */
export function readDiagnostics(text: string): Clues {
  const named = [...text.matchAll(ELEMENT)].flatMap(([, placeholder, type, attribute, plain]): ElementPath[] => {
    const name = placeholder ?? attribute ?? plain;
    return name === undefined
      ? []
      : [{ ...(type !== undefined && { type }), steps: [{ name }], isAnywhere: type === undefined }];
  });
  const written = [...text.matchAll(PATH)].flatMap(([path]) => parseElementPath(path) ?? []);
  const quoted = [...text.matchAll(QUOTED)].map(([, double, single]) => double ?? single ?? "");
  const uris = [...text.matchAll(URI)].map(([uri]) => uri.replace(/[.:]+$/, ""));
  const conditions = [...text.matchAll(CONDITION)].map(([condition]) => condition.replace(/[.:]+$/, ""));
  const ids = [...text.matchAll(ID)].map(([id]) => id);
  return {
    // A path that names its type says more than the name of an element.
    paths: [...written, ...named],
    ids,
    values: [...new Set([...quoted, ...uris, ...conditions, ...ids])],
    words: new Set(text.match(/[A-Za-z]\w*/g)),
  };
}
