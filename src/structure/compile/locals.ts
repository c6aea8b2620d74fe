import { code, join, lines, member, name, nothing, type Code, type Names } from "../../codegen/index.ts";

/** Where a check finds the properties of its object. */
export interface Locals {
  /** What holds a property. */
  readonly property: (property: string) => Code;
  /** A local that the check itself sets. */
  readonly mark: (hint: string) => Code;
  /** Keeps a property where it is asked for: `status = part;` */
  readonly keep: (property: string) => Code;
  /** All of them, declared. */
  readonly declaration: () => Code;
}

/** The names that hold what the one pass over an object's properties meets; only those that are asked for are kept. */
export function createLocals(names: Names): Locals {
  const known = new Map<string, Code>();
  const property = (hint: string): Code => {
    const found = known.get(hint) ?? names.fresh(hint);
    known.set(hint, found);
    return found;
  };
  return {
    property,
    mark: property,
    keep(property) {
      const local = known.get(property);
      return local === undefined ? nothing : code`${local} = part;`;
    },
    declaration: () => (known.size === 0 ? nothing : lines([code`let ${join([...known.values()], ", ")};`])),
  };
}

/** The properties as they stand in the object, for a check that asks few of them. */
export function readFromSelf(names: Names): Locals {
  const marks = createLocals(names);
  return {
    property: (property) => member(name("self"), property),
    mark: marks.property,
    keep: () => nothing,
    declaration: marks.declaration,
  };
}
