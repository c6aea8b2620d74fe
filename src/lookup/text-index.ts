/** Texts with their places, in the order in which they were added. */
export interface TextIndex {
  /** Adds a text at the next place; false where it is there already, and it takes no place then. */
  readonly add: (text: string) => boolean;
  /** The place of a text; -1 where it is not there. */
  readonly find: (text: string) => number;
}

/** Up to so many texts are found by their last characters; more are looked up by all of them. */
const FEW = 100;
const LAST_CHARACTERS = 4;

/**
 * Makes an index for a number of texts.
 *
 * A Map has every character of a new text read for its hash, through a call into V8, and is copied again and again while it
 * grows; names and addresses of one origin differ in their last characters, so a few of these find a slot of a small table, and
 * what is in it is compared.
 *
 * @param count of the texts that will be added, at most
 */
export function indexTexts(count: number): TextIndex {
  return count > FEW ? new MappedTexts() : new FewTexts(count);
}

/** Empty slots to copy, which V8 does faster than it fills them: at least twice as many as texts, and a power of two. */
const FEWEST_SLOTS = new Array<number>(64).fill(0);
const MOST_SLOTS = new Array<number>(256).fill(0);

class FewTexts implements TextIndex {
  readonly #texts: string[] = [];
  /** The place of the text in each slot and one more; 0 where it is empty. */
  readonly #slots: number[];

  constructor(count: number) {
    this.#slots = (2 * count <= FEWEST_SLOTS.length ? FEWEST_SLOTS : MOST_SLOTS).slice();
  }

  add(text: string): boolean {
    const slot = this.#slotOf(text);
    if ((this.#slots[slot] as number) > 0) return false;
    this.#slots[slot] = this.#texts.push(text);
    return true;
  }

  find(text: string): number {
    return (this.#slots[this.#slotOf(text)] as number) - 1;
  }

  /** The slot of a text, or the empty one where it would go. */
  #slotOf(text: string): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = markOf(text) & last;
    for (let at = slots[slot] as number; at > 0; at = slots[slot] as number) {
      if (this.#texts[at - 1] === text) return slot;
      slot = (slot + 1) & last;
    }
    return slot;
  }
}

/** A number that texts with other last characters mostly do not share. */
function markOf(text: string): number {
  const { length } = text;
  let mark = length;
  for (let at = Math.max(0, length - LAST_CHARACTERS); at < length; at++) mark = (mark * 31 + text.charCodeAt(at)) | 0;
  return mark;
}

class MappedTexts implements TextIndex {
  readonly #places = new Map<string, number>();

  add(text: string): boolean {
    const { size } = this.#places;
    if (this.#places.has(text)) return false;
    this.#places.set(text, size);
    return true;
  }

  find(text: string): number {
    return this.#places.get(text) ?? -1;
  }
}
