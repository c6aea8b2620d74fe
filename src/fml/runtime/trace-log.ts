/** The records of one run, one behind the other: of each its arguments, then the number of its site. */
export interface TraceLog {
  buffer: Int32Array;
  /** How much of the buffer is written. */
  length: number;
}

/** @param capacity numbers that there is room for at first; it grows as it must */
export function createTraceLog(capacity = 4096): TraceLog {
  return { buffer: new Int32Array(capacity), length: 0 };
}

// A record is its own name: the length of the log behind it. Most have few arguments, and a call with a list of them costs more.

/** Writes a record of one argument. @returns its id */
export function note1(log: TraceLog, first: number, site: number): number {
  const at = reserve(log, 2);
  const { buffer } = log;
  buffer[at] = first;
  buffer[at + 1] = site;
  return at + 2;
}

/** Writes a record of two arguments. @returns its id */
export function note2(log: TraceLog, first: number, second: number, site: number): number {
  const at = reserve(log, 3);
  const { buffer } = log;
  buffer[at] = first;
  buffer[at + 1] = second;
  buffer[at + 2] = site;
  return at + 3;
}

/** Writes a record of three arguments. @returns its id */
export function note3(log: TraceLog, first: number, second: number, third: number, site: number): number {
  const at = reserve(log, 4);
  const { buffer } = log;
  buffer[at] = first;
  buffer[at + 1] = second;
  buffer[at + 2] = third;
  buffer[at + 3] = site;
  return at + 4;
}

/** Writes a record of four arguments. @returns its id */
export function note4(
  log: TraceLog,
  first: number,
  second: number,
  third: number,
  fourth: number,
  site: number,
): number {
  const at = reserve(log, 5);
  const { buffer } = log;
  buffer[at] = first;
  buffer[at + 1] = second;
  buffer[at + 2] = third;
  buffer[at + 3] = fourth;
  buffer[at + 4] = site;
  return at + 5;
}

/** Writes a record of any number of arguments. @returns its id */
export function noteAll(log: TraceLog, ...record: readonly number[]): number {
  const at = reserve(log, record.length);
  log.buffer.set(record, at);
  return at + record.length;
}

/** Makes room and takes it. @returns where it begins */
function reserve(log: TraceLog, size: number): number {
  const at = log.length;
  const length = at + size;
  if (length > log.buffer.length) {
    const larger = new Int32Array(Math.max(length, 2 * log.buffer.length));
    larger.set(log.buffer);
    log.buffer = larger;
  }
  log.length = length;
  return at;
}
