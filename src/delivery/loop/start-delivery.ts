import type { DeliveryLoop } from "./delivery-loop.ts";
import { DeliveryWorker } from "./worker.ts";

const IDLE_MS = 1000;
/** How long requests in flight may take when the loop is stopped. */
const GRACE_MS = 15_000;

/**
 * Sends what the outbox holds for one destination until it is stopped, and outlives every fault.
 *
 * @returns stops after the sends in flight, and resolves then
 */
export function startDelivery(loop: DeliveryLoop): () => Promise<void> {
  const worker = new DeliveryWorker(loop);
  let isStopped = false;
  let hasNews = false;
  let wake = (): void => undefined;
  const unlisten = loop.store.onDeliverable(() => {
    hasNews = true;
    wake();
  });
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isStopped || hasNews) wake();
    });
  const run = async (): Promise<void> => {
    while (!isStopped) {
      hasNews = false;
      if (worker.isFull) await worker.someAnswered();
      else if ((await worker.fill()) === 0) await rest();
    }
  };
  const running = run();
  return async () => {
    isStopped = true;
    unlisten();
    wake();
    await worker.stop(GRACE_MS);
    await running;
    await worker.stop(GRACE_MS);
  };
}
