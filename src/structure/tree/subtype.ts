import type { Definitions } from "../definitions.ts";

/** Whether a type is another one or derives from it: every resource is a Resource, most are DomainResources. */
export function isSubtype(type: string, ancestor: string, definitions: Definitions): boolean {
  for (let name: string | undefined = type; name !== undefined;) {
    if (name === ancestor) return true;
    const base: string | undefined = definitions.tree(name)?.baseDefinition;
    name = base === undefined ? undefined : definitions.tree(base)?.type;
  }
  return false;
}

/** A type and all that it derives from, itself first. */
export function ancestry(type: string, definitions: Definitions): readonly string[] {
  const names: string[] = [];
  for (let name: string | undefined = type; name !== undefined && !names.includes(name);) {
    names.push(name);
    const base: string | undefined = definitions.tree(name)?.baseDefinition;
    name = base === undefined ? undefined : definitions.tree(base)?.type;
  }
  return names;
}
