import { MAX_DOCUMENT_BYTES } from "../limits.ts";

/** Gathers the bytes of one case up to one byte over the limit, and drops what follows. */
export interface Collector {
  add(bytes: Uint8Array): void;
  /** What was gathered, in bytes of its own; the collector is empty afterwards. */
  take(): Uint8Array;
}

/** Makes an empty collector. */
export function createCollector(): Collector {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    add(bytes) {
      const room = MAX_DOCUMENT_BYTES + 1 - length;
      if (room <= 0 || bytes.length === 0) return;
      const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
      parts.push(part);
      length += part.length;
    },
    take() {
      const whole = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      parts = [];
      length = 0;
      return whole;
    },
  };
}
