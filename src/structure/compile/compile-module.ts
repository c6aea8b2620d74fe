import { code, comment, createNames, join, lines, moduleText, name, type Code } from "../../codegen/index.ts";
import type { Model } from "../../fhirpath/index.ts";
import type { Definitions } from "../definitions.ts";
import type { ElementNode, StructureTree } from "../tree/element-node.ts";
import type { Emission, InvariantFault, Part } from "./emission.ts";
import { writeObjectCheck } from "./object-check.ts";
import { hintOf, rootConditions } from "./value-check.ts";

/** What structures are compiled with. */
export interface Compilation {
  readonly definitions: Definitions;
  readonly model: Model;
  /** The data types that have checks of their own. */
  readonly dataTypes: ReadonlySet<string>;
  /** The elements that extensions have as their place, as `extendedElements` gives them. */
  readonly extended: ReadonlySet<string>;
  /** Module specifiers, as the module will see them. */
  readonly runtime: { readonly clean: string; readonly fhirpath: string };
}

/** A module of checks, and the invariants that could not be compiled. */
export interface CompiledModule {
  readonly javascript: string;
  readonly faults: readonly InvariantFault[];
}

/** Compiles all data types into one module, since most of them hold each other. `link` returns them by name. */
export function compileDataTypes(trees: readonly StructureTree[], compilation: Compilation): CompiledModule {
  const writer = createWriter(compilation, new Map(trees.map(({ type }) => [type, name(type)])));
  for (const tree of trees) writer.write(name(tree.type), rootPart(tree));
  const types = trees.map(({ type }) => name(type));
  return writer.module(["Data types of FHIR R4."], code`return { ${join(types, ", ")} };`);
}

/** Compiles a resource type or a profile. `link` returns its check. */
export function compileStructure(tree: StructureTree, compilation: Compilation): CompiledModule {
  const writer = createWriter(compilation, new Map());
  const part = rootPart(tree);
  const check = writer.emission.objectCheck(part);
  const site = { node: tree.root, type: tree.type, value: name("self"), around: part };
  const more = rootConditions(site, writer.emission);
  const whole =
    more.length === 0 ? check : code`(self, scope) => ${join([code`${check}(self, scope)`, ...more], " && ")}`;
  return writer.module([tree.url], code`return ${whole};`);
}

function rootPart({ root, type, url }: StructureTree): Part {
  const part = { node: root, source: root, type, modelType: type, home: type };
  return type === "Extension" && root.definition.path === "Extension" && url !== EXTENSION
    ? { ...part, extensionUrl: url }
    : part;
}

const EXTENSION = "http://hl7.org/fhir/StructureDefinition/Extension";

interface Writer {
  readonly emission: Emission;
  readonly write: (check: Code, part: Part) => void;
  readonly module: (header: readonly string[], result: Code) => CompiledModule;
}

/** @param own the data types that the module itself defines */
function createWriter(
  { definitions, model, dataTypes, extended, runtime }: Compilation,
  own: ReadonlyMap<string, Code>,
): Writer {
  const names = createNames(own.keys());
  for (const reserved of ["world", "self", "scope", "key", "part", "item", "at", "link"]) names.fresh(reserved);
  const helpers = new Map<string, Code>();
  const fhirPathHelpers = new Map<string, Code>();
  const types = new Map<string, Code>();
  const constants = new Map<string, { readonly local: Code; readonly value: Code }>();
  /** By what is described, and what is known to hold of it already. */
  const checks = new Map<ElementNode, Map<ElementNode | undefined, Code>>();
  const functions: Code[] = [];
  const faults: InvariantFault[] = [];

  const naming = (known: Map<string, Code>) => (helper: string) => {
    // A module of its own names what it imports, so no other name can be the same.
    const found = known.get(helper) ?? names.fresh(helper);
    known.set(helper, found);
    return found;
  };
  const use = naming(helpers);
  const constant = (hint: string, value: Code): Code => {
    const found = constants.get(value.text)?.local ?? names.fresh(`$${hint}`);
    constants.set(value.text, { local: found, value });
    return found;
  };
  const write = (check: Code, part: Part): void => {
    const place = functions.push(code``) - 1;
    functions[place] = writeObjectCheck(check, part, emission);
  };
  const emission: Emission = {
    definitions,
    model,
    names,
    isExtended: ({ path }) => extended.has(path.replaceAll("[x]", "")),
    use,
    useFhirPath: naming(fhirPathHelpers),
    constant,
    dataType(type) {
      const found = own.get(type) ?? types.get(type);
      if (found !== undefined) return found;
      if (!dataTypes.has(type)) return use("never");
      const made = names.fresh(type);
      types.set(type, made);
      return made;
    },
    structure: (url) => constant("structure", code`world.structure(${url})`),
    objectCheck(part) {
      const byBase = checks.get(part.node) ?? new Map<ElementNode | undefined, Code>();
      checks.set(part.node, byBase);
      const known = byBase.get(part.base);
      if (known !== undefined) return known;
      const check = names.fresh(hintOf(part.node));
      byBase.set(part.base, check);
      write(check, part);
      return check;
    },
    remark: ({ key, expression = "" }) => comment(`${key}: ${expression}`),
    fault: (fault) => void faults.push(fault),
  };
  const aliases = (known: ReadonlyMap<string, Code>) =>
    [...known].map(([helper, local]) => code`${name(helper)} as ${imported(local)}`);
  const imported = (local: Code) => name(`$$${local.text}`);
  return {
    emission,
    write,
    module(header, result) {
      const needed = [...types].map(([type, local]) => (type === local.text ? local : code`${name(type)}: ${local}`));
      const link = code`export function link(world) {
  ${lines([
    needed.length > 0 ? code`const { ${join(needed, ", ")} } = world.types;` : code``,
    // V8 looks at each use whether an import is there yet, but knows a constant of the function.
    ...[...helpers.values(), ...fhirPathHelpers.values()].map((local) => code`const ${local} = ${imported(local)};`),
    ...[...constants.values()].map(({ local, value }) => code`const ${local} = ${value};`),
    ...functions,
    result,
  ])}
}`;
      const imports = new Map([
        [runtime.clean, aliases(helpers)],
        [runtime.fhirpath, aliases(fhirPathHelpers)],
      ]);
      return { javascript: moduleText({ header, imports, body: [link] }), faults };
    },
  };
}
