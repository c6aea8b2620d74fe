import type { Bundle } from "@medplum/fhirtypes";
import { expect, it } from "vitest";
import { createRandom } from "../../../scripts/cohort/random.ts";
import type { ValidCase } from "../../../src/case/index.ts";
import { pointersTo } from "../../../src/fml/trace/index.ts";
import { mapCase, runMap, type OriginOfLeaf } from "../../../src/mapping/index.ts";
import { changesOf, knownValues } from "../../support/change-case.ts";
import { cohortBytes, EXAMPLE_NAMES, exampleBytes } from "../../support/example.ts";
import { traced } from "../../support/traced.ts";

const cases = [...EXAMPLE_NAMES.map(exampleBytes), ...cohortBytes()];

it("knows an origin of every leaf of every case, and the bundle is the one that comes without origins", () => {
  let count = 0;
  for (const bytes of cases) {
    const { valid, bundle, origins } = traced(bytes);
    expect(JSON.stringify(bundle)).toBe(JSON.stringify(mapped(valid)));
    expect(origins.leaves.map(({ pointer }) => pointer)).toEqual([...pointersTo(bundle)]);
    count += origins.leaves.length;
    const unknown = origins.leaves.filter(
      ({ origin }) => origin.map === undefined || (origin.from.length > 0 && origin.from.some(isNowhere)),
    );
    expect(unknown).toEqual([]);
  }
  console.log(`${count} leaves of ${cases.length} cases have an origin`);
});

/**
 * The causal check. A field of a case is changed in several ways; then each leaf that comes from it must be another in at least
 * one of them, since two codes may become the same one, and each leaf that is neither from it nor because of it must stay in all.
 */
it("names causes: what comes from a field changes with it, and nothing else does", { timeout: 600_000 }, () => {
  const seed = process.env["ORIGINS_SEED"] ?? "origins";
  console.log(`seed ${seed}`);
  const random = createRandom(seed);
  const known = knownValues(cases.map((bytes) => JSON.parse(bytes.toString("utf8")) as object));
  const pairs = { from: 0, neither: 0 };
  const wrong: string[] = [];
  for (const bytes of [...EXAMPLE_NAMES.map(exampleBytes), ...random.shuffle(cohortBytes()).slice(0, SAMPLED_CASES)]) {
    const { valid, bundle, origins } = traced(bytes);
    const before = new Parts(valid, bundle);
    for (const field of random.shuffle([...pointersTo(valid.document)]).slice(0, SAMPLED_FIELDS)) {
      const changes = changesOf(valid.document, field, { known, random, count: 4 });
      const after = changes.map((changed) => new Parts(changed, mapped(changed)));
      if (after.length === 0) continue;
      for (const leaf of origins.leaves) {
        const kind = relation(leaf, field);
        if (kind === "because") continue;
        pairs[kind]++;
        const isRight =
          kind === "from"
            ? after.some((one) => !before.isInPlace(one, leaf.pointer))
            : after.every((one) => before.isInPlace(one, leaf.pointer) || before.isBeside(one, leaf.pointer));
        if (!isRight) wrong.push(`${kind}: ${leaf.pointer} and ${field}`);
      }
    }
  }
  console.log(
    `${pairs.from} pairs of a leaf and a field that it comes from, ${pairs.neither} of one that it has nothing of`,
  );
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(pairs.from).toBeGreaterThan(2_500);
  expect(pairs.neither).toBeGreaterThan(5_000);
});

const SAMPLED_CASES = 20;
const SAMPLED_FIELDS = 25;

/** Whether a leaf has a field's value, or is there because of it. What was copied whole has all that is in it. */
function relation({ origin }: OriginOfLeaf, field: string): "from" | "because" | "neither" {
  if (origin.from.some(({ pointer }) => field === pointer || field.startsWith(`${pointer}/`))) return "from";
  return origin.because.some(({ pointer }) => pointer === field) ? "because" : "neither";
}

const isNowhere = ({ byteStart }: { readonly byteStart?: number }): boolean => byteStart === undefined;

function mapped(valid: ValidCase): Bundle {
  const made = mapCase(valid);
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues)}`);
  return made.value;
}

/** A bundle by the names of its parts, since a part more or less moves the places of others. */
class Parts {
  readonly #leaves = new Map<string, string>();
  readonly #values = new Set<string>();
  readonly #names: readonly string[];

  constructor(valid: ValidCase, bundle: Bundle) {
    const made = runMap(valid.document);
    if (!made.ok) throw new Error("The map makes it.");
    this.#names = (made.value.bundle.entry ?? []).map(({ fullUrl }) => fullUrl ?? "");
    for (const [index, entry] of (bundle.entry ?? []).entries()) {
      const name = this.#names[index] ?? "";
      this.#add(entry, name, name);
    }
    const { entry: _, ...rest } = bundle;
    this.#add(rest, "", "");
  }

  /** Whether a leaf of this bundle is the same in the other one. */
  isInPlace(other: Parts, pointer: string): boolean {
    const place = this.#named(pointer);
    return other.#leaves.get(place) === this.#leaves.get(place);
  }

  /** Whether its value stands at another place of the same list there: an item before it is gone, or new. */
  isBeside(other: Parts, pointer: string): boolean {
    const place = this.#named(pointer);
    return other.#values.has(`${alike(place)} ${this.#leaves.get(place) ?? ""}`);
  }

  /** @param alike the place with `*` for every place in a list */
  #add(value: unknown, place: string, alike: string): void {
    if (typeof value !== "object" || value === null) {
      const text = JSON.stringify(value);
      this.#leaves.set(place, text);
      this.#values.add(`${alike} ${text}`);
      return;
    }
    const isList = Array.isArray(value);
    for (const [step, item] of Object.entries(value))
      this.#add(item, `${place}/${step}`, `${alike}/${isList ? "*" : step}`);
  }

  #named(pointer: string): string {
    return pointer.replace(/^\/entry\/(\d+)/, (_, index: string) => this.#names[Number(index)] ?? "");
  }
}

const alike = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*");
