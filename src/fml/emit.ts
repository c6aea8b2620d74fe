import { code, join, key, lines, literal, moduleText, name as codeName, nothing, type Code } from "../codegen/index.ts";
import { createGroups, type Groups } from "./emit/group.ts";
import { createObject, type Block, type TargetObject } from "./emit/object.ts";
import { makesPlainTexts } from "./emit/plain.ts";
import type { Scope, Variable } from "./emit/scope.ts";
import { withSources } from "./emit/sources.ts";
import { none, record } from "./emit/trace.ts";
import { createWriter, run, type Writer } from "./emit/writer.ts";
import type { TypeModel } from "../fhirpath/index.ts";
import type { LinkedGroup, LinkedMap } from "./link.ts";
import type { MapIssue } from "./map-issue.ts";
import { ROOT } from "./trace/site.ts";

/** A compiled map: a module, its declarations, and what was found on the way. */
export interface EmittedModule {
  readonly javascript: string;
  readonly declarations: string;
  readonly entry: string;
  readonly issues: readonly MapIssue[];
}

/** What a module is told that its map does not say. */
export interface ModuleOptions {
  /** Module specifier of `runtime/index.ts`, as seen from where the module will lie. */
  readonly runtime: string;
  /** The version that the maps are released under, since R4's mapping language has no word for it. */
  readonly version: string;
  /** The group to start with in place of the map's first. */
  readonly group?: string;
  /**
   * Writes a module that records in `run.trace` where everything comes from; what the records mean is exported as `sites`
   * and `conceptMaps`.
   */
  readonly isTraced?: boolean;
}

/** Writes a linked map as a module. Issues of severity error mean that the text must not be used. */
export function emitModule(linked: LinkedMap, options: ModuleOptions): EmittedModule {
  const { runtime, version, group: wanted, isTraced = false } = options;
  const issues: MapIssue[] = [];
  const writer = createWriter(linked, issues, isTraced);
  const groups = createGroups(writer);
  const first = wanted === undefined ? linked.map.groups[0] : linked.map.groups.find(({ name }) => name === wanted);
  if (first === undefined)
    writer.issues(linked.map).error("fml/unknown-group", `No group is called ${wanted ?? ""}.`, linked.map.at);
  const others = linked.map.groups.filter(
    (group) => group !== first && wanted === undefined && isEntry({ map: linked.map, group }, linked),
  );
  const entries = first === undefined ? [] : [first, ...others];
  const exports: Code[] = [];
  const names: { readonly name: Code; readonly inputs: readonly Code[]; readonly target: string }[] = [];
  for (const group of entries) {
    const one: LinkedGroup = { map: linked.map, group };
    if (group !== first && groups.isCalled(one)) continue;
    const made = emitEntry(one, groups, writer);
    if (made === undefined) continue;
    exports.push(made.text);
    names.push(made);
  }
  for (const group of linked.map.groups) {
    if (!groups.isCalled({ map: linked.map, group }) && group.typeMode === undefined && wanted === undefined)
      writer.issues(linked.map).warning("fml/unused-group", `Group ${group.name} is never called.`, group.at);
  }
  const hasErrors = issues.some(({ severity }) => severity === "error");
  if (hasErrors) return { javascript: "", declarations: "", entry: "", issues };
  const functions = groups.render();
  const constants = [...writer.constants.values()].map(({ name, value }) => code`const ${name} = ${value};`);
  const program = [lines(constants), ...exports, ...functions];
  const isPlain = makesPlainTexts(program, writer.helpers.keys());
  const { url, name, file } = linked.map;
  const helpers = [...writer.helpers].map(([helper, own]) => ({
    own,
    imported: code`${codeName(helper)}`,
    alias: codeName(`$${own.text}`),
  }));
  const rules = lines(writer.rules.map((rule) => code`${literal(rule)},`));
  const head = `The map ${url}, compiled from ${file}. Made by the build; do not edit.`;
  const body = [
    code`const rules = [\n  ${rules}\n];`,
    ...(isTraced
      ? [
          code`export const sites = [\n  ${lines(writer.sites.map((site) => code`${literal(site)},`))}\n];`,
          code`export const conceptMaps = ${literal(writer.conceptMaps)};`,
        ]
      : []),
    code`export const meta = { url: ${url}, version: ${version}, name: ${name}, file: ${file}, isPlain: ${isPlain}, rules };`,
    ...program,
  ];
  const javascript = moduleText({
    header: [head],
    imports: new Map([[runtime, helpers.map(({ imported, alias }) => code`${imported} as ${alias}`)]]),
    body: [
      // V8 looks at each use whether an import is there yet, but knows a constant of the module.
      lines(helpers.map(({ own, alias }) => code`const ${own} = ${alias};`)),
      ...body,
    ],
  });
  return {
    javascript,
    declarations: declare(head, runtime, names, isTraced),
    entry: names[0]?.name.text ?? "",
    issues,
  };
}

/** A group with typed inputs, one of them a target, can be called from outside. */
function isEntry({ group }: LinkedGroup, linked: LinkedMap): boolean {
  const targets = group.inputs.filter(({ mode }) => mode === "target");
  return (
    targets.length === 1 &&
    group.inputs.every(({ type }) => type !== undefined && linked.type(linked.map, type) !== undefined)
  );
}

function emitEntry(
  linked: LinkedGroup,
  groups: Groups,
  writer: Writer,
): { text: Code; name: Code; inputs: readonly Code[]; target: string } | undefined {
  const { group, map } = linked;
  const issues = writer.issues(map);
  const name = writer.names.fresh(group.name);
  const names = writer.names.inner();
  const block: Block = { statements: [], pending: [] };
  const args: Variable[] = [];
  const inputs: Code[] = [];
  let target: TargetObject | undefined;
  for (const { mode, name: input, type, at } of group.inputs) {
    const known = type === undefined ? onlyUsed(linked, mode, writer) : writer.linked.type(map, type);
    if (known === undefined) {
      if (type === undefined) issues.error("fml/unknown-type", `The first group needs types: ${input} has none.`, at);
      continue;
    }
    const own = names.fresh(input);
    if (mode === "source") {
      inputs.push(own);
      args.push({
        kind: "value",
        operand: withSources({ code: own, type: known.name, isList: false, mayBeEmpty: false, isName: true }, [
          { node: code`${ROOT}`, path: "", rows: [] },
        ]),
      });
    } else {
      if (target !== undefined)
        issues.error("fml/arguments", "A group that is called from outside has one target.", at);
      target = createObject({
        type: known.name,
        name: own,
        trace: writer.isTraced ? names.fresh(`${own.text}$`) : none,
        block,
        isResource: known.kind === "resource",
        inChoice: false,
        isGiven: true,
      });
      args.push({ kind: "object", object: target });
    }
  }
  if (target === undefined || args.length !== group.inputs.length) return undefined;
  const scope: Scope = {
    writer,
    linked,
    names,
    variables: new Map(),
    block,
    because: code`${ROOT}`,
    open: [],
    shared: new Map(),
    callGroup: groups.call,
    fits: groups.fits,
    countCall: () => undefined,
  };
  const called = groups.call(linked, args, group.at, scope);
  if (called === undefined) return undefined;
  const values = args.map((arg) => (arg.kind === "object" ? arg.object.name : arg.operand.code));
  const start = target.isResource ? code`{ ${key("resourceType")}: ${target.type} }` : code`{}`;
  const first = group.rules[0];
  const opened =
    writer.isTraced && first !== undefined
      ? code`const ${target.trace} = ${record(scope, first, group.at, { kind: "object", ...(target.isResource && { type: target.type }) }, [none, scope.because], [])};`
      : nothing;
  const traced = writer.isTraced
    ? [...args.map((arg) => (arg.kind === "object" ? arg.object.trace : code`${ROOT}`)), scope.because]
    : [];
  const body = lines([
    code`const ${target.name} = ${start};`,
    opened,
    code`${called.name}(${join([...values, run, ...traced], ", ")});`,
    code`return ${target.name};`,
  ]);
  const text = code`export function ${name}(${join([...inputs, run], ", ")}) {\n  ${body}\n}`;
  return { text, name, inputs, target: target.type };
}

/** Where the group does not say its type, the map may use one structure alone for this side. */
function onlyUsed({ map }: LinkedGroup, mode: "source" | "target", writer: Writer): TypeModel | undefined {
  const [only, ...others] = map.uses.filter((one) => one.mode === mode);
  return only === undefined || others.length > 0 ? undefined : writer.linked.type(map, only.url);
}

function declare(
  head: string,
  runtime: string,
  names: readonly { readonly name: Code; readonly inputs: readonly Code[]; readonly target: string }[],
  isTraced: boolean,
): string {
  const run = isTraced ? code`TracedRun` : code`Run`;
  const functions = names.map(({ name, inputs, target }) => {
    const parameters = inputs.map((input) => code`${input}: object`);
    const type = /^[A-Z]\w*$/.test(target)
      ? code`{ resourceType?: ${target} } & Record<string, unknown>`
      : code`Record<string, unknown>`;
    return code`export declare function ${name}(${join([...parameters, code`run: ${run}`], ", ")}): ${type};`;
  });
  const meta = code`export declare const meta: { readonly url: string; readonly version: string; readonly name: string; readonly file: string; readonly isPlain: boolean; readonly rules: readonly RuleIdentity[] };`;
  const tables = lines([
    code`export declare const sites: readonly Site[];`,
    code`export declare const conceptMaps: Readonly<Record<string, readonly TracedRow[]>>;`,
  ]);
  return moduleText({
    header: [head],
    imports: new Map(),
    body: [
      isTraced
        ? code`import type { RuleIdentity, Site, TracedRow, TracedRun } from ${runtime};`
        : code`import type { RuleIdentity, Run } from ${runtime};`,
      meta,
      isTraced ? tables : nothing,
      functions.length === 0 ? nothing : lines(functions),
    ],
  });
}
