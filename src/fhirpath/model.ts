/** One element of a type, as a compiler needs it. */
export interface ElementModel {
  /** As FHIRPath says it: `value` for `value[x]`. */
  readonly name: string;
  /** Names of the types that it may have; a backbone element has a type of its own, named by its path. */
  readonly types: readonly string[];
  readonly isChoice: boolean;
  /** More than one value, so an array in JSON. */
  readonly isList: boolean;
  /** Place in the definition, which is the order of output. */
  readonly order: number;
}

export interface TypeModel {
  readonly name: string;
  readonly kind: "primitive" | "complex" | "resource" | "logical";
  readonly isAbstract: boolean;
  readonly base?: string;
  readonly elements: ReadonlyMap<string, ElementModel>;
}

/** The types that a compiler knows, by name or by the url of their StructureDefinition. */
export interface Model {
  type(nameOrUrl: string): TypeModel | undefined;
  /** Says whether a type is another one or derives from it. */
  isA(name: string, ancestor: string): boolean;
  /** Every type that is this one or derives from it, abstract ones and backbone elements too. */
  subtypes(name: string): readonly TypeModel[];
}

/** What is read of a StructureDefinition, https://hl7.org/fhir/R4/structuredefinition.html */
export interface StructureDefinition {
  readonly resourceType: "StructureDefinition";
  readonly url: string;
  readonly type: string;
  readonly kind: string;
  readonly abstract?: boolean;
  readonly baseDefinition?: string;
  readonly derivation?: string;
  readonly snapshot?: { readonly element: readonly ElementDefinition[] };
  readonly differential?: { readonly element: readonly ElementDefinition[] };
}

interface ElementDefinition {
  readonly path: string;
  readonly max?: string;
  readonly contentReference?: string;
  readonly type?: readonly {
    readonly code: string;
    readonly extension?: readonly { readonly url: string; readonly valueUrl?: string; readonly valueUri?: string }[];
  }[];
}

const core = "http://hl7.org/fhir/StructureDefinition/";

/**
 * Reads types from StructureDefinitions; each is worked out when it is first asked for.
 *
 * Profiles (`derivation: constraint`) are no types and are passed over. A later definition of the same url wins. A logical
 * model may come with a differential alone: then its base's elements stand before its own.
 */
export function createModel(definitions: Iterable<StructureDefinition>): Model {
  const byUrl = new Map<string, StructureDefinition>();
  const urlByName = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.derivation === "constraint") continue;
    byUrl.set(definition.url, definition);
    urlByName.set(lastStep(definition.type), definition.url);
  }
  const known = new Map<string, TypeModel>();

  function type(nameOrUrl: string): TypeModel | undefined {
    const bare = nameOrUrl.replace(/\|.*$/, "");
    const url = bare.includes(":") ? bare : urlByName.get(bare);
    const definition = url === undefined ? undefined : byUrl.get(url);
    if (definition === undefined) return known.get(bare);
    const name = lastStep(definition.type);
    if (!known.has(name)) for (const made of readTypes(definition, type)) known.set(made.name, made);
    return known.get(name);
  }

  const subtypes = new Map<string, readonly TypeModel[]>();

  return {
    type(nameOrUrl) {
      // A backbone's type is known once its owner is read.
      const owner = /^(\w+)\./.exec(nameOrUrl)?.[1];
      if (owner !== undefined) type(owner);
      return type(nameOrUrl);
    },
    isA(name, ancestor) {
      for (let at: string | undefined = name; at !== undefined; at = this.type(at)?.base)
        if (at === ancestor) return true;
      return false;
    },
    subtypes(name) {
      let found = subtypes.get(name);
      if (found === undefined) {
        for (const url of byUrl.keys()) type(url);
        found = [...known.values()].filter((one) => this.isA(one.name, name));
        subtypes.set(name, found);
      }
      return found;
    },
  };
}

const lastStep = (url: string) => url.slice(url.lastIndexOf("/") + 1);

function readTypes(definition: StructureDefinition, type: (name: string) => TypeModel | undefined): TypeModel[] {
  const name = lastStep(definition.type);
  const baseName = definition.baseDefinition === undefined ? undefined : lastStep(definition.baseDefinition);
  const inherited = new Map<string, ElementModel>();
  const elements = definition.snapshot?.element ?? definition.differential?.element ?? [];
  if (definition.snapshot === undefined && baseName !== undefined) {
    for (const [field, element] of type(baseName)?.elements ?? []) inherited.set(field, element);
  }
  const owners = new Map<string, Map<string, ElementModel>>([[name, inherited]]);
  const parents = new Set(elements.map((element) => element.path.replace(/\.[^.]*$/, "")));
  // A part of a data type (Timing.repeat) is an Element, a part of a resource a BackboneElement.
  const bases = new Map(elements.map(({ path, type: types }) => [path, types?.[0]?.code]));
  const baseOf = (path: string) => (bases.get(path) === "Element" ? "Element" : "BackboneElement");
  for (const element of elements) {
    const dot = element.path.lastIndexOf(".");
    if (dot < 0) continue;
    const path = element.path.slice(0, dot);
    const field = element.path.slice(dot + 1);
    let owner = owners.get(path);
    if (owner === undefined) {
      owner = new Map(type(baseOf(path))?.elements ?? []);
      owners.set(path, owner);
    }
    const plain = field.replace("[x]", "");
    const order = owner.get(plain)?.order ?? owner.size;
    const types = parents.has(element.path) ? [element.path] : typesOf(element);
    owner.set(plain, {
      name: plain,
      types,
      isChoice: field.endsWith("[x]"),
      isList: element.max !== "1" && element.max !== "0",
      order,
    });
  }
  return [...owners].map(([path, fields]) => ({
    name: path,
    kind: path === name ? kindOf(definition) : "complex",
    isAbstract: definition.abstract === true,
    ...(path === name ? (baseName === undefined ? {} : { base: baseName }) : { base: baseOf(path) }),
    elements: fields,
  }));
}

function kindOf(definition: StructureDefinition): TypeModel["kind"] {
  if (definition.kind === "primitive-type") return "primitive";
  if (definition.kind === "resource") return "resource";
  return definition.kind === "logical" ? "logical" : "complex";
}

function typesOf(element: ElementDefinition): string[] {
  if (element.contentReference !== undefined) return [element.contentReference.replace(/^.*#/, "")];
  return (element.type ?? []).map(({ code, extension }) => {
    const fhirType = extension?.find(({ url }) => url === `${core}structuredefinition-fhir-type`);
    const system = /System\.(\w+)$/.exec(code)?.[1];
    return (
      fhirType?.valueUrl ??
      fhirType?.valueUri ??
      (system === undefined ? lastStep(code) : system.charAt(0).toLowerCase() + system.slice(1))
    );
  });
}

/** The JSON property of an element that holds a value of this type: `valueQuantity` for a choice. */
export function propertyOf(element: ElementModel, type: string): string {
  return element.isChoice ? element.name + (type[0] ?? "").toUpperCase() + type.slice(1) : element.name;
}
