/**
 * What ended since the last value of a text, as a number that says it in its binary digits: a one; whether the value was a text,
 * whose quote is still to come; and a digit for each end, of an object (0) or a list (1). So `0b1101` is `"}]`.
 */
export type Ended = number;

export const VALUE_ENDED: Ended = 0b10;
export const TEXT_ENDED: Ended = 0b11;

/** More ends in a row than this are not one piece. */
const MOST_ENDS = 4;

/** All of them are less than this. */
export const ENDED_COUNT = 4 << MOST_ENDS;

export function endObject(ended: Ended): Ended {
  return ended << 1;
}

export function endList(ended: Ended): Ended {
  return (ended << 1) | 1;
}

/** Whether no end may follow in the same piece. */
export function isFull(ended: Ended): boolean {
  return ended >= ENDED_COUNT >> 1;
}

/** What stands in the text for them. */
export function textOf(ended: Ended): string {
  return TEXTS[ended] as string;
}

const TEXTS = Array.from({ length: ENDED_COUNT }, (_, ended) => {
  const [, isText, ...ends] = ended.toString(2);
  return (isText === "1" ? '"' : "") + ends.map((end) => (end === "0" ? "}" : "]")).join("");
});
