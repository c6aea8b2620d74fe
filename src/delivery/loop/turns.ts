/** It was called back before it began: nothing was sent. */
export class Recalled extends Error {
  override readonly name = "Recalled";
}

/** Who may send, and who waits for that. */
export interface Turns {
  /**
   * Resolves when there is room, in the order in which it was asked, and gives what ends the turn.
   *
   * @throws Recalled
   */
  take(): Promise<() => void>;
  /** Sends everybody away who waits. */
  recall(): void;
  /** Sends everybody away, from now on. */
  close(): void;
}

/** Lets so many send at once, so that while they do others may be made ready and written down. */
export function createTurns(limit: number): Turns {
  let taken = 0;
  let isClosed = false;
  let waiting: PromiseWithResolvers<undefined>[] = [];
  const recall = (): void => {
    for (const { reject } of waiting) reject(new Recalled());
    waiting = [];
  };
  const end = (): void => {
    const next = waiting.shift();
    if (next) next.resolve(undefined);
    else taken--;
  };
  return {
    async take() {
      if (isClosed) throw new Recalled();
      if (taken < limit) taken++;
      else {
        const turn = Promise.withResolvers<undefined>();
        waiting.push(turn);
        await turn.promise;
      }
      let isEnded = false;
      return () => {
        if (!isEnded) end();
        isEnded = true;
      };
    },
    recall,
    close() {
      isClosed = true;
      recall();
    },
  };
}
