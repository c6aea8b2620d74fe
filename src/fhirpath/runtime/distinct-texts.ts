/** Up to so many texts are told apart by their last characters; more are looked up by all of them. */
const FEW = 100;
/** A power of two, more than twice as many. */
const SLOTS = 256;
const LAST_CHARACTERS = 4;

/** The text that stands in each slot, by its place in the list and one more. */
const slots = new Uint8Array(SLOTS);

/**
 * Whether no text stands twice in a list.
 *
 * A Set has every character of a new text read for its hash, through a call into V8; names and addresses of one origin differ in
 * their last characters, so a few of these find a slot of a small table, and what is in it is compared.
 */
export function areDistinctTexts(texts: readonly string[]): boolean {
  if (texts.length > FEW) return new Set(texts).size === texts.length;
  slots.fill(0);
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] as string;
    let slot = slotOf(text);
    for (let other = slots[slot] as number; other > 0; other = slots[slot] as number) {
      if (texts[other - 1] === text) return false;
      slot = (slot + 1) % SLOTS;
    }
    slots[slot] = at + 1;
  }
  return true;
}

function slotOf(text: string): number {
  const { length } = text;
  let mark = length;
  for (let at = Math.max(0, length - LAST_CHARACTERS); at < length; at++) mark = (mark * 31 + text.charCodeAt(at)) | 0;
  return mark & (SLOTS - 1);
}
