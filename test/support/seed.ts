import fc from "fast-check";

/** What is drawn when nobody asks for another draw: the same on every machine, so that a run can be had again. */
const DEFAULT_SEED = 20_071_018;

/**
 * The seed of all that tests draw: `KYPHO_SEED`, a number, or `random` for another one each time (`npm run fuzz`).
 *
 * @throws RangeError for anything else
 */
export const seed: number = readSeed(process.env["KYPHO_SEED"]);

function readSeed(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_SEED;
  if (text === "random") return Math.floor(Math.random() * 0x7fffffff);
  if (!/^-?\d{1,10}$/.test(text)) throw new RangeError("KYPHO_SEED was expected to be a whole number, or random.");
  return Number(text) | 0;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
