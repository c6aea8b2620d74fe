import { isObject } from "./compare.ts";
import type { CleanScope, ExtensionPlace } from "./world.ts";

/** `scheme:` */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Whether each extension of a list is known, may stand here, and keeps to its definition.
 *
 * @param isPart the list belongs to an extension, whose parts have names of their own
 */
export function areCleanExtensions(list: unknown, place: ExtensionPlace, isPart: boolean, scope: CleanScope): boolean {
  if (!Array.isArray(list) || list.length === 0) return false;
  for (let at = 0; at < list.length; at++) {
    const item: unknown = list[at];
    if (!isObject(item)) return false;
    const { url } = item;
    if (typeof url !== "string") return false;
    if (isPart && !ABSOLUTE.test(url)) {
      if (!scope.world.dataType("Extension")(item, scope)) return false;
      continue;
    }
    let kept = place.known.get(url);
    if (kept === undefined && !place.known.has(url)) kept = scope.world.placeExtension(place, url);
    if (kept === undefined || (item !== kept.last && !kept.passes(item, scope))) return false;
  }
  return true;
}
