import { code, join, lines, nothing, type Code, type Names } from "../../codegen/index.ts";

/** The names that hold what the one pass over an object's properties meets; only those that are asked for are kept. */
export interface Locals {
  /** The local that holds a property. */
  readonly property: (property: string) => Code;
  /** Keeps a property where it is asked for: `status = part;` */
  readonly keep: (property: string) => Code;
  /** All of them, declared. */
  readonly declaration: () => Code;
}

export function createLocals(names: Names): Locals {
  const known = new Map<string, Code>();
  return {
    property(property) {
      const found = known.get(property) ?? names.fresh(property);
      known.set(property, found);
      return found;
    },
    keep(property) {
      const local = known.get(property);
      return local === undefined ? nothing : code`${local} = part;`;
    },
    declaration: () => (known.size === 0 ? nothing : lines([code`let ${join([...known.values()], ", ")};`])),
  };
}
