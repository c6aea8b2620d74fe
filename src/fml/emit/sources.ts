import type { Code } from "../../codegen/index.ts";
import type { Operand } from "../../fhirpath/index.ts";

/** A place in the source that a value comes from, as the emitted code knows it in a traced module. */
export interface Part {
  /** Names a node of the source at run time. */
  readonly node: Code;
  /** The way from there, a JSON pointer; `*` stands for every item. */
  readonly path: string;
  /** The ConceptMaps that the value went through. */
  readonly rows: readonly Row[];
}

/** A row of a ConceptMap: the number of the row at run time. */
export interface Row {
  readonly conceptMap: string;
  readonly number: Code;
}

/** Where a value comes from; none for a literal. */
export type Sources = readonly Part[];

const field = Symbol("sources");

/** An operand that knows where its value comes from; copies of it by spread know it, too. */
export function withSources(operand: Operand, sources: Sources): Operand {
  return { ...operand, [field]: sources } as Operand;
}

/** Where the value of an operand comes from. */
export function sourcesOf(operand: Operand): Sources {
  return (operand as Operand & { readonly [field]?: Sources })[field] ?? [];
}

const deciders = Symbol("deciders");

/** An operand that knows what else decided its value. */
export function withDeciders(operand: Operand, sources: Sources): Operand {
  return { ...operand, [deciders]: sources } as Operand;
}

/** What decided which value an operand has, besides where it comes from. */
export function decidersOf(operand: Operand): Sources {
  return (operand as Operand & { readonly [deciders]?: Sources })[deciders] ?? [];
}

/** The same places a step further. */
export function stepOf(sources: Sources, ...properties: readonly string[]): Sources {
  return sources.flatMap((part) =>
    properties.map((property) => ({ ...part, path: `${part.path}/${escaped(property)}` })),
  );
}

/** Every item of what is there. */
export function itemsOf(sources: Sources): Sources {
  return sources.map((part) => ({ ...part, path: `${part.path}/*` }));
}

const escaped = (property: string) => property.replaceAll("~", "~0").replaceAll("/", "~1");

/** Both, each place once. */
export function joined(...all: readonly Sources[]): Sources {
  const found = new Map<string, Part>();
  for (const part of all.flat())
    found.set([part.node.text, part.path, ...part.rows.map(({ number }) => number.text)].join(" "), part);
  return [...found.values()];
}
