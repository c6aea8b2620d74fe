import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { code, createNames, name, type Code } from "../../src/codegen/index.ts";
import {
  compileInvariant,
  explainInvariant,
  type Fault,
  type InvariantSite,
  type Model,
} from "../../src/fhirpath/index.ts";
import type { InvariantScope } from "../../src/fhirpath/runtime/index.ts";

/** An invariant and the type that it is asked of. */
export interface InvariantCase {
  readonly expression: string;
  readonly type: string;
  readonly otherTypes?: readonly string[];
}

export interface CompiledInvariant {
  readonly holds: (focus: unknown, scope: InvariantScope, sidecar?: object) => boolean;
  /** The part that was false; undefined where the invariant has no parts. */
  readonly blame: ((focus: unknown, scope: InvariantScope, sidecar?: object) => string) | undefined;
  /** The condition as JavaScript. */
  readonly text: string;
}

export interface CompiledInvariants {
  readonly invariants: readonly (CompiledInvariant | undefined)[];
  readonly faults: readonly { readonly case: InvariantCase; readonly fault: Fault }[];
}

type Functions = Readonly<Record<string, (focus: unknown, scope: unknown, sidecar: unknown) => unknown>>;

/** Compiles invariants into one module of a temporary folder, and imports it. */
export async function compileInvariants(model: Model, cases: readonly InvariantCase[]): Promise<CompiledInvariants> {
  const helpers = new Set<string>();
  const constants = new Map<string, Code>();
  const functions: Code[] = [];
  const faults: { case: InvariantCase; fault: Fault }[] = [];
  const [focus, scope, sidecar] = [name("focus"), name("scope"), name("sidecar")];
  const compiled = cases.map((one, index) => {
    const site: InvariantSite = {
      ...one,
      model,
      focus,
      scope,
      ...(model.type(one.type)?.kind === "primitive" ? { sidecar } : {}),
      use: (helper) => (helpers.add(helper), name(helper)),
      hoist(_, value) {
        const found = constants.get(value.text);
        if (found !== undefined) return name(`constant${[...constants.keys()].indexOf(value.text)}`);
        constants.set(value.text, value);
        return name(`constant${constants.size - 1}`);
      },
      names: createNames(["focus", "scope", "sidecar"]),
    };
    const holds = compileInvariant(one.expression, site);
    const blame = explainInvariant(one.expression, site);
    if (!holds.ok || !blame.ok) {
      if (!holds.ok) faults.push({ case: one, fault: holds.fault });
      return undefined;
    }
    const write = (of: string, value: Code) =>
      functions.push(code`export const ${name(`${of}${index}`)} = (focus, scope, sidecar) => ${value};`);
    write("holds", holds.value);
    if (blame.value !== undefined) write("blame", blame.value);
    return { index, text: holds.value.text };
  });
  const made = await importModule(helpers, constants, functions);
  return {
    faults,
    invariants: compiled.map((one) => {
      if (one === undefined) return undefined;
      const [holds, blame] = [made[`holds${one.index}`], made[`blame${one.index}`]];
      return {
        text: one.text,
        holds: (...given) => holds?.(given[0], given[1], given[2]) as boolean,
        blame: blame && ((...given) => blame(given[0], given[1], given[2]) as string),
      };
    }),
  };
}

async function importModule(
  helpers: ReadonlySet<string>,
  constants: ReadonlyMap<string, Code>,
  functions: readonly Code[],
): Promise<Functions> {
  const folder = mkdtempSync(join(tmpdir(), "invariants-"));
  const runtime = pathToFileURL(resolve("src/fhirpath/runtime/index.ts")).href;
  const lines = [
    `import { ${[...helpers].sort().join(", ")} } from "${runtime}";`,
    ...[...constants.values()].map((value, index) => `const constant${index} = ${value.text};`),
    ...functions.map(({ text }) => text),
  ];
  const file = join(folder, "invariants.mjs");
  writeFileSync(file, lines.join("\n"));
  try {
    return (await import(pathToFileURL(file).href)) as Functions;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
