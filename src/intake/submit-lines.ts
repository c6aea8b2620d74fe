import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { CaseText } from "../case/index.ts";
import {
  createLineSaver,
  dropIntakeResults,
  readIntakeResults,
  StoreFault,
  type IntakeLine,
  type Store,
} from "../store/index.ts";
import { documentOptions, pipelineOf, type Intake, type IntakeAnswer, type IntakeRequest } from "./intake.ts";
import { answerOf } from "./refusal.ts";
import { submissionOf } from "./submit-case.ts";

/** Makes the result line of one case, JSON without line breaks. */
export type DescribeLine = (line: number, answer: IntakeAnswer) => string;

// Commits are shared by what waits at the same time, and memory stays constant.
const MAX_IN_FLIGHT = 64;
const PAGE = 256;
// Above every ordinal.
const EVERY_LINE = Number.MAX_SAFE_INTEGER;
// Longer, and requests beside a long intake would feel it.
const MAX_BUSY_MS = 15;

/**
 * Takes many cases, each as `submitCase` would, and gives one result for each, in order, in constant memory.
 *
 * Results are stored with their cases and read back from there, so a reader that is slow, or that reads nothing before
 * it has sent everything, holds up no intake. When the store fails, the results of all that was stored come first and
 * then the fault is thrown; a line without a result was not taken, and sending it again is safe.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function* submitLines(
  intake: Intake,
  lines: AsyncIterable<CaseText>,
  request: IntakeRequest,
  describe: DescribeLine,
): AsyncGenerator<string> {
  const { store } = intake;
  const id = randomUUID();
  const taking = takeLines(store, lines, (text, ordinal) => toIntakeLine(intake, id, text, ordinal, request, describe));
  // A store that fails must not hide results that it still can read; what stays is cleared when the service starts.
  const drop = (below: number): Promise<void> => dropIntakeResults(store, id, below).catch(ignoreStoreFault);
  let next = 0;
  try {
    for (let until = 0; until < EVERY_LINE;) {
      until = await taking.waitFor(next);
      for (let page = await readIntakeResults(store, id, next, until, PAGE); page.length > 0;) {
        for (const { ordinal, body } of page) {
          yield body;
          next = ordinal + 1;
        }
        await drop(next);
        page = await readIntakeResults(store, id, next, until, PAGE);
      }
    }
  } finally {
    await taking.stop();
    await drop(EVERY_LINE);
  }
  taking.throwFault();
}

async function toIntakeLine(
  intake: Intake,
  id: string,
  { bytes, line }: CaseText,
  ordinal: number,
  request: IntakeRequest,
  describe: DescribeLine,
): Promise<IntakeLine> {
  const made = await pipelineOf(intake).process(bytes, documentOptions(intake, { ...request, line }));
  if (!made.ok) {
    return {
      intake: id,
      ordinal,
      body: describe(line, { outcome: "refused", reason: "document", issues: made.issues }),
    };
  }
  const change = submissionOf(intake, bytes, made.value, request);
  const { caseId } = made.value;
  return { intake: id, ordinal, change, describe: (effect) => describe(line, answerOf(caseId, effect, made.warnings)) };
}

function ignoreStoreFault(error: unknown): void {
  if (!(error instanceof StoreFault)) throw error;
}

/** The intake, going on by itself. */
interface Taking {
  /**
   * Resolves once the line at a place is stored with all before it, or the intake has ended.
   *
   * @returns the place below which results can be read; above every place when the intake has ended, since a line
   *   that failed leaves a gap that nothing fills any more
   */
  waitFor(place: number): Promise<number>;
  /** Takes no more lines and waits for those in flight. */
  stop(): Promise<void>;
  /** Throws what ended the intake early. */
  throwFault(): void;
}

function takeLines(
  store: Store,
  lines: AsyncIterable<CaseText>,
  toLine: (text: CaseText, ordinal: number) => Promise<IntakeLine>,
): Taking {
  const save = createLineSaver(store);
  const state = { stored: 0, hasEnded: false, isStopped: false, fault: undefined as Error | undefined };
  let wake = (): void => undefined;
  // A line may be stored before one ahead of it; only what has no gap can be read.
  const ahead = new Set<number>();
  const arrive = (place: number): void => {
    ahead.add(place);
    while (ahead.delete(state.stored)) state.stored++;
    wake();
  };
  const fail = (fault: unknown): void => {
    state.fault ??= fault instanceof Error ? fault : new Error("The intake failed.", { cause: fault });
  };
  const take = async (): Promise<void> => {
    const inFlight: Promise<void>[] = [];
    let ordinal = 0;
    let busySince = performance.now();
    for await (const text of lines) {
      if (state.isStopped || state.fault !== undefined) break;
      const place = ordinal++;
      inFlight.push(save(toLine(text, place)).then(() => arrive(place), fail));
      if (inFlight.length >= MAX_IN_FLIGHT) await inFlight.shift();
      if (performance.now() - busySince > MAX_BUSY_MS) {
        await setImmediate();
        busySince = performance.now();
      }
    }
    await Promise.all(inFlight);
  };
  const running = take()
    .catch(fail)
    .finally(() => {
      state.hasEnded = true;
      wake();
    });
  return {
    async waitFor(place) {
      while ((state.stored <= place || state.fault !== undefined) && !state.hasEnded) {
        const woken = Promise.withResolvers<undefined>();
        wake = () => woken.resolve(undefined);
        await woken.promise;
      }
      return state.hasEnded ? EVERY_LINE : state.stored;
    },
    async stop() {
      state.isStopped = true;
      await running;
    },
    throwFault() {
      if (state.fault !== undefined) throw state.fault;
    },
  };
}
