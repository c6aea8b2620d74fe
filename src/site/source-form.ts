import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { locate, validateDocument, type SchemaModule } from "../case/index.ts";
import type { Issue, IssuePlace, Result } from "../fhir/index.ts";
import { createTraceLog, type MapRun, type TracedRun } from "../fml/runtime/index.ts";
import { readTrace, type TraceTables } from "../fml/trace/index.ts";
import { createPointerTrace, type PointerTrace } from "./pointer-trace.ts";

/** The form of a site's documents: how they become cases, and what in them is behind a place of the case. */
export interface SourceForm {
  /** @returns the bytes of the case that a document says, or every issue with the document or its mapping */
  readonly toCase: (bytes: Uint8Array, options: { readonly line?: number }) => Result<Uint8Array>;
  /** Issues of a case, at the places of the document that the case was made of. */
  readonly project: (
    bytes: Uint8Array,
    issues: readonly Issue[],
    options: { readonly line?: number },
  ) => readonly Issue[];
  /** A document that fits its form, and what of it is behind each place of its case. */
  readonly trace: (bytes: Uint8Array) => { readonly received: unknown; readonly trace: PointerTrace };
}

type RunMap = (source: unknown, run: MapRun) => object;
type RunTraced = (source: unknown, run: TracedRun) => object;

/** Opens the form that a set was compiled with. */
export async function openSourceForm(folder: string, entry: string): Promise<SourceForm> {
  const load = async (file: string) =>
    (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
  const schema = (await load("source/schema.js")) as unknown as SchemaModule;
  const map = (await load("source/map.js"))[entry] as RunMap;
  const traced = await load("source/map.traced.js");
  const tables = traced as unknown as Pick<TraceTables, "sites" | "conceptMaps"> & {
    readonly meta: Pick<TraceTables, "rules">;
  };

  const toCase: SourceForm["toCase"] = (bytes, options) => {
    const read = validateDocument(bytes, schema, options);
    if (!read.ok) return { ok: false, issues: read.issues.map(inForm) };
    const issues: Issue[] = [];
    const document = map(read.value, { references: [], issues });
    if (issues.length > 0) return { ok: false, issues };
    return { ok: true, value: new TextEncoder().encode(JSON.stringify(document)) };
  };

  const trace: SourceForm["trace"] = (bytes) => {
    const read = validateDocument(bytes, schema);
    if (!read.ok) throw new Error("A document that fits its form was expected to be traced.");
    const log = createTraceLog();
    const target = (traced[entry] as RunTraced)(read.value, { references: [], issues: [], trace: log });
    const records = log.buffer.subarray(0, log.length);
    const reader = readTrace(records, { ...tables, rules: tables.meta.rules }, read.value);
    return { received: read.value, trace: createPointerTrace(reader.leaves(target), reader.unread()) };
  };

  return {
    toCase,
    trace,
    project(bytes, issues, { line: first = 1 }) {
      const { trace: behind } = trace(bytes);
      const places = locate(bytes);
      const through = <Place extends IssuePlace>(one: Place): Place => {
        if (one.pointer === undefined) return one;
        const { from, because } = behind.originOf(one.pointer);
        const pointer = from[0] ?? because[0] ?? "";
        const place = places.get(pointer) ?? { line: 1, column: 1 };
        return { ...one, pointer, position: { line: place.line + first - 1, column: place.column } };
      };
      return issues.map((issue) => {
        const { others } = issue;
        return { ...through(issue), ...(others && { others: others.map(through) }) };
      });
    },
  };
}

/** Issues of a document stand in the document: it has no place in a case yet. */
function inForm({ path: _path, ...issue }: Issue): Issue {
  return issue;
}
