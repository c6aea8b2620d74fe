import { expect, it } from "vitest";
import { createTurns, Recalled } from "../../../src/delivery/loop/turns.ts";

/** Begins a request and notes its name once it may go out, or that it was recalled. */
const noting =
  (order: string[]) =>
  (name: string, begun: Promise<void>): Promise<unknown> =>
    begun.then(
      () => order.push(name),
      (error: unknown) => order.push(`${name} ${error instanceof Recalled ? "recalled" : "failed"}`),
    );
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("lets an attempt that has sent something go before those that have not", async () => {
  const order: string[] = [];
  const note = noting(order);
  const turns = createTurns(1);
  const [one, other, begun] = [turns.ofAttempt(), turns.ofAttempt(), turns.ofAttempt()];
  await begun.begin(true);
  begun.end();
  await one.begin(true);
  void note("other", other.begin(true));
  void note("begun", begun.begin(false));
  one.end();
  await settle();
  begun.end();
  await settle();
  expect(order).toEqual(["begun", "other"]);
});

it("keeps a turn that was not ended for the attempt's next request", async () => {
  const order: string[] = [];
  const turns = createTurns(1);
  const kept = turns.ofAttempt();
  await kept.begin(true);
  void noting(order)("other", turns.ofAttempt().begin(true));
  await kept.begin(false);
  await settle();
  expect(order).toEqual([]);
});

it("calls back who has only read, and not who has written", async () => {
  const order: string[] = [];
  const note = noting(order);
  const turns = createTurns(1);
  const [reader, writer, sender] = [turns.ofAttempt(), turns.ofAttempt(), turns.ofAttempt()];
  await reader.begin(true);
  reader.end();
  await writer.begin(false);
  writer.end();
  await sender.begin(false);
  void note("reader", reader.begin(false));
  void note("writer", writer.begin(false));
  turns.recall();
  sender.end();
  await settle();
  expect(order).toEqual(["reader recalled", "writer"]);
});

it("lets nothing begin once it is closed, and what has written go on", async () => {
  const turns = createTurns(1);
  const writer = turns.ofAttempt();
  await writer.begin(false);
  writer.end();
  turns.close();
  await expect(turns.ofAttempt().begin(true)).rejects.toThrow(Recalled);
  await expect(writer.begin(false)).resolves.toBeUndefined();
});
