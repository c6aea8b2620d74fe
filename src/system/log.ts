/** What may be told to operators: changes of state, never single attempts. */
const EVENTS = [
  "settings-loaded",
  "back-pressure-began",
  "back-pressure-ended",
  "database-connection-lost",
  "store-fault",
  "request-failed",
  "connection-failed",
  "login-failures",
  "issuer-keys-unavailable",
  "delivery-loop-failed",
  "delivery-failed",
  "delivery-dead",
  "deliveries-late",
  "lease-lost",
  "destination-read",
  "destination-paused",
  "destination-not-atomic",
  "breaker-opened",
  "breaker-closed",
  "retention-applied",
  "tracing-started",
  "tracing-failed",
  "site-live",
  "site-refused",
  "site-failed",
] as const;

export type LogEvent = (typeof EVENTS)[number];

/** What may stand in a line, and how it must look: ids of ours, codes, counts and times; no text that a caller wrote. */
const FIELDS = {
  /** A destination's name or base URL, as an administrator wrote it. */
  destination: isName,
  /** The number of a row of the outbox. */
  delivery: isCount,
  /** A case number, which is no patient's. */
  caseId: isName,
  client: isName,
  operation: isName,
  code: isCode,
  /** The name of an error's class, never its message. */
  error: isCode,
  reason: isCode,
  strategy: isCode,
  address: isName,
  status: isCount,
  count: isCount,
  version: isCode,
  /** Milliseconds. */
  ms: isCount,
  /** SHA-256, hexadecimal. */
  hash: isCode,
} as const satisfies Record<string, (value: unknown) => boolean>;

export type LogFields = { readonly [Name in keyof typeof FIELDS]?: string | number };

/** Writes one line for operators. Anything that is not of the closed lists does not type-check, and is dropped at run time. */
export type Log = (event: LogEvent, fields?: LogFields) => void;

/**
 * Makes the log: one JSON object a line. There is no message, so that nothing of a case can stand in one.
 *
 * @param write takes a whole line
 */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (event, fields = {}) => {
    if (!EVENTS.includes(event)) return;
    const kept = Object.entries(fields).filter(([name, value]) => isAllowed(name, value));
    write(`${JSON.stringify({ at: now().toISOString(), event, ...Object.fromEntries(kept) })}\n`);
  };
}

/** The class of what was thrown, which is all of it that a log may hold. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function isAllowed(name: string, value: unknown): boolean {
  return Object.hasOwn(FIELDS, name) && FIELDS[name as keyof typeof FIELDS](value);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isCode(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9/_.-]{0,127}$/.test(value);
}

/** Names and addresses as administrators and clients write them: no blank, so no sentence. */
function isName(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z0-9([][A-Za-z0-9()[\]/:_.~@-]{0,199}$/.test(value);
}
