import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CaseText } from "../../../src/case/index.ts";
import { submitLines, type Intake } from "../../../src/intake/index.ts";
import { listCases, openStore, StoreFault, type Store } from "../../../src/store/index.ts";
import { readExample } from "../../support/example.ts";

const minimal = readExample("minimal");
const text = (caseId: string, line: number, more: object = {}): CaseText => ({
  line,
  bytes: Buffer.from(JSON.stringify({ ...minimal, caseId, ...more })),
});

async function* many(count: number): AsyncGenerator<CaseText> {
  for (let line = 1; line <= count; line++) yield await Promise.resolve(text(`Case-${line}`, line));
}

async function* of(...texts: CaseText[]): AsyncGenerator<CaseText> {
  for (const one of texts) yield await Promise.resolve(one);
}

async function readAll(results: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe("an intake of many lines", () => {
  let folder: string;
  let store: Store;
  let intake: Intake;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "kypho-lines-"));
    store = await openStore({ dataFolder: folder, access: "serve" });
    intake = { store, software: "0.0.0", destinations: ["one"], now: () => new Date(0) };
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const submit = (lines: AsyncIterable<CaseText>, into = intake) =>
    submitLines(into, lines, { actor: "test" }, (line, answer) =>
      JSON.stringify([line, answer.outcome === "stored" ? answer.effect : answer.reason]),
    );
  const countResults = () =>
    store.read(async (reader) => (await reader.selectFrom("intakeResults").select("ordinal").execute()).length);

  it("answers each line in order with what it would have got alone", async () => {
    const lines = of(text("A", 1), text("B", 3, { levels: [] }), text("a", 4), text("A", 5), text("C", 9));
    expect(await readAll(submit(lines))).toEqual([
      '[1,"created"]',
      '[3,"document"]',
      '[4,"other-identity"]',
      '[5,"unchanged"]',
      '[9,"created"]',
    ]);
  });

  it("leaves no result behind", async () => {
    expect((await readAll(submit(many(300)))).length).toBe(300);
    expect(await countResults()).toBe(0);
  });

  it("goes on while nobody reads", async () => {
    const results = submit(many(400));
    await results.next();
    await expect.poll(async () => (await listCases(store, {}, 0, 1000)).cases.length, { timeout: 55_000 }).toBe(400);
    expect(await countResults()).toBeGreaterThan(100);
    expect((await readAll(results)).length).toBe(399);
  });

  it("ends when the reader goes away", async () => {
    let taken = 0;
    const counted = async function* () {
      for await (const one of many(100_000)) {
        taken++;
        yield one;
      }
    };
    const results = submit(counted());
    await results.next();
    await results.return(undefined);
    expect(taken).toBeLessThan(10_000);
    expect(await countResults()).toBe(0);
  });

  it("stores lines that name one case in their order, however long each takes to make ready", async () => {
    const { caseSystem } = minimal;
    const pairs = async function* () {
      for (let line = 1; line <= 40; line += 2) {
        const caseId = `Case-${line}`;
        // The first of the two has far more to pack.
        yield { line, bytes: Buffer.from(JSON.stringify({ ...readExample("full"), caseSystem, caseId })) };
        yield await Promise.resolve(text(caseId, line + 1));
      }
    };
    const told = (await readAll(submit(pairs()))).map((answer) => (JSON.parse(answer) as [number, string])[1]);
    expect(new Set(told.filter((_, index) => index % 2 === 0))).toEqual(new Set(["created"]));
    expect(new Set(told.filter((_, index) => index % 2 === 1))).toEqual(new Set(["other-content"]));
  });

  const full = new StoreFault("store/full", "full");

  /** The answers of a store whose writes go wrong, and what they should be. */
  const answersWith = async (write: Store["write"]) => {
    const answers: string[] = [];
    const read = async (): Promise<void> => {
      for await (const answer of submit(many(400), { ...intake, store: { ...store, write } })) answers.push(answer);
    };
    await expect(read()).rejects.toBe(full);
    const stored = (await listCases(store, {}, 0, 1000)).cases.map(({ caseId }) =>
      Number(caseId.slice("Case-".length)),
    );
    return { answers, expected: stored.sort((a, b) => a - b).map((line) => `[${line},"created"]`) };
  };

  it("that the store fails in the middle of answers for all that was stored, then tells the fault", async () => {
    let writes = 0;
    const { answers, expected } = await answersWith((operation, input) =>
      ++writes > 50 ? Promise.reject(full) : store.write(operation, input),
    );
    expect(answers).toEqual(expected);
    // At the most every other write was one that clears results.
    expect(answers.length).toBeGreaterThanOrEqual(25);
  });

  it("that the store fails for one line answers for what was stored after it, too", async () => {
    let writes = 0;
    const later = Promise.withResolvers<undefined>();
    const { answers, expected } = await answersWith(async (operation, input) => {
      const write = ++writes;
      if (write === 1) {
        await later.promise;
        throw full;
      }
      const output = await store.write(operation, input);
      if (write === 5) later.resolve(undefined);
      return output;
    });
    expect(answers).toEqual(expected);
    expect(answers.slice(0, 4)).toEqual(['[2,"created"]', '[3,"created"]', '[4,"created"]', '[5,"created"]']);
  });
});
