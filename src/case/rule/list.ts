/** Any of a list whose field may be missing, as nothing. */
export function each<Item>(list: readonly Item[] | undefined): readonly Item[] {
  return list ?? NOTHING;
}

const NOTHING: readonly never[] = [];

/** Up to here, comparing each with each costs less than a set. */
const FEW = 8;

/** Calls `found` with the index of every entry whose key an earlier entry had; entries without a key are passed over. */
export function findRepeats<Item>(
  list: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  found: (index: number) => void,
): void {
  if (list.length < 2) return;
  if (list.length > FEW) {
    findRepeatsInMany(list, keyOf, found);
    return;
  }
  for (let index = 1; index < list.length; index++) {
    const key = keyOf(list[index] as Item);
    if (key === undefined) continue;
    for (let earlier = 0; earlier < index; earlier++) {
      if (keyOf(list[earlier] as Item) !== key) continue;
      found(index);
      break;
    }
  }
}

function findRepeatsInMany<Item>(
  list: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  found: (index: number) => void,
): void {
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const key = keyOf(item);
    if (key === undefined) continue;
    if (seen.has(key)) found(index);
    seen.add(key);
  }
}
