import { stepsOf } from "../fml/trace/index.ts";

/** A step of an element's path. */
export interface PathStep {
  readonly name: string;
  readonly index?: number;
}

/** An element's path, as far as it tells the entry, the type of the resource and the steps inside it. */
export interface ElementPath {
  readonly entry?: number;
  readonly type?: string;
  readonly steps: readonly PathStep[];
  /** That it is about the entry and not about its resource: `Bundle.entry[3].request.url`. */
  readonly isOfEntry?: boolean;
  /** That it is only the name of an element, at any depth of any resource. */
  readonly isAnywhere?: boolean;
}

/** The FHIRPath of a place in a bundle: `/entry/3/resource/code` gives `Bundle.entry[3].resource.code`. */
export function pathOf(pointer: string): string {
  return stepsOf(pointer).reduce(
    (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`),
    "Bundle",
  );
}

/**
 * Reads a path as validators and servers write it: FHIRPath (`Bundle.entry[1].resource.code`), with comments behind a step as HAPI
 * has them and entries in round brackets, slices as HL7's validator has them (`Observation.component:volume`), a choice in any form
 * (`value[x]`, `value.ofType(Quantity)`), and XPath as older servers have it (`/f:Bundle/f:entry[2]/f:resource`, which counts from 1).
 */
export function parseElementPath(text: string): ElementPath | undefined {
  const written = text.startsWith("/f:") ? fromXPath(text) : text;
  const [first, ...steps] = stepsIn(written.replaceAll(/\/\*.*?\*\//gs, ""));
  if (first === undefined || !/^[A-Z]/.test(first.name)) return undefined;
  if (first.name !== "Bundle") return { type: first.name, steps };
  const [entry, inside, ...rest] = steps;
  if (entry?.name !== "entry" || entry.index === undefined) return { type: "Bundle", steps };
  if (inside === undefined) return { entry: entry.index, steps: [], isOfEntry: true };
  if (inside.name !== "resource") return { entry: entry.index, steps: [inside, ...rest], isOfEntry: true };
  // XPath names the type once more below `resource`.
  const [type] = rest;
  const isTyped = type !== undefined && /^[A-Z]/.test(type.name);
  return { entry: entry.index, ...(isTyped && { type: type.name }), steps: isTyped ? rest.slice(1) : rest };
}

function stepsIn(path: string): readonly PathStep[] {
  const plain = path
    .replaceAll("[x]", "")
    .replaceAll(/\.(?:ofType|as|where|first|single|resolve)\([^()]*\)/g, "")
    .replaceAll(/\(([^()]*?) as \w+\)/g, "$1")
    .replaceAll(/:[A-Za-z][\w-]*/g, "")
    .replaceAll(/\((\d+)\)/g, "[$1]")
    .replaceAll(/\('[^']*'\)/g, "");
  return plain.split(".").flatMap((step): PathStep[] => {
    const [, name, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    if (name === undefined) return [];
    return [{ name, ...(index !== undefined && { index: Number(index) }) }];
  });
}

function fromXPath(path: string): string {
  return path
    .slice(1)
    .split("/")
    .map((step) => step.replace("f:", "").replace(/\[(\d+)\]/, (_, index: string) => `[${Number(index) - 1}]`))
    .join(".");
}
