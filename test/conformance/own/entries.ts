import type { Example } from "./definitions.ts";
import { isJson } from "./json.ts";

/** The resources of a Bundle, each an example by itself. */
export function entriesOf({ name, resource }: Example): readonly Example[] {
  const entries: readonly unknown[] = Array.isArray(resource["entry"]) ? resource["entry"] : [];
  return entries.flatMap((entry, index) =>
    isJson(entry) && isJson(entry["resource"]) ? [{ name: `${name} ${index}`, resource: entry["resource"] }] : [],
  );
}
