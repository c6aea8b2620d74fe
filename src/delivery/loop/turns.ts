/** It was called back before it wrote: nothing of it can have taken effect. */
export class Recalled extends Error {
  override readonly name = "Recalled";
}

/** The turns of one attempt, one for each request. */
export interface AttemptTurns {
  /**
   * Resolves when a request may go out: there is room, or the last turn was not ended.
   *
   * @param isSafe whether it only reads
   * @throws Recalled until something that does not only read may go out
   */
  begin(isSafe: boolean): Promise<void>;
  /** Gives the turn to the next one; without a turn it does nothing. */
  end(): void;
}

/** Who may send, and who waits for that. */
export interface Turns {
  ofAttempt(): AttemptTurns;
  /** Sends every attempt away that waits and has not written. */
  recall(): void;
  /** Sends every attempt away that has not written, from now on. */
  close(): void;
}

interface Waiting {
  readonly turn: PromiseWithResolvers<undefined>;
  readonly hasSent: boolean;
  readonly hasWritten: boolean;
}

/**
 * Lets so many requests be under way at once, so that while they are, others are made ready and written down. An attempt that has
 * sent something goes before those that have not; else it goes by the order in which they asked.
 */
export function createTurns(limit: number): Turns {
  let taken = 0;
  let isClosed = false;
  let waiting: Waiting[] = [];
  const end = (): void => {
    const at = waiting.findIndex(({ hasSent }) => hasSent);
    const [next] = waiting.splice(Math.max(0, at), 1);
    if (next) next.turn.resolve(undefined);
    else taken--;
  };
  const recall = (): void => {
    for (const { turn, hasWritten } of waiting) if (!hasWritten) turn.reject(new Recalled());
    waiting = waiting.filter(({ hasWritten }) => hasWritten);
  };
  const ofAttempt = (): AttemptTurns => {
    let hasSent = false;
    let hasWritten = false;
    let isTaken = false;
    return {
      async begin(isSafe) {
        if (isClosed && !hasWritten) throw new Recalled();
        if (!isTaken && taken < limit) taken++;
        else if (!isTaken) {
          const turn = Promise.withResolvers<undefined>();
          waiting.push({ turn, hasSent, hasWritten });
          await turn.promise;
        }
        isTaken = hasSent = true;
        hasWritten ||= !isSafe;
      },
      end() {
        if (isTaken) end();
        isTaken = false;
      },
    };
  };
  return {
    ofAttempt,
    recall,
    close() {
      isClosed = true;
      recall();
    },
  };
}
