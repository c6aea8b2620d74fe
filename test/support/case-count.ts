const USUAL = 10_000;

/**
 * How many generated cases go through the round trip: `KYPHO_CASES`, as `npm run roundtrip -- --cases N` sets it.
 *
 * @throws RangeError for what is no whole number from 1 to 10 million
 */
export const caseCount: number = readCount(process.env["KYPHO_CASES"]);

function readCount(text: string | undefined): number {
  if (text === undefined || text === "") return USUAL;
  if (!/^[1-9]\d{0,6}$|^10000000$/.test(text))
    throw new RangeError("KYPHO_CASES was expected to be a whole number from 1 to 10 million.");
  return Number(text);
}
