import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** An answer of a validator that speaks the protocol of one JSON value a line. */
export interface Answer {
  readonly id: string;
  readonly valid: boolean;
  readonly issues: readonly AnswerIssue[];
  /** The request could not be judged at all. */
  readonly error?: string;
  readonly micros?: number;
}

export interface AnswerIssue {
  readonly severity: string;
  readonly code?: string;
  readonly rule?: string;
  readonly expression?: string | readonly string[];
  readonly text?: string;
}

/** Our own command, as a user starts it. */
export const OWN_COMMAND: readonly string[] = [
  process.execPath,
  fileURLToPath(new URL("../../../src/cli/kypho.js", import.meta.url)),
  "validate",
  "--protocol",
  "ndjson",
];

/**
 * Sends requests to a validator's process and reads its answers.
 *
 * @param command any program that speaks the protocol: ours, or HL7's behind HAPI
 * @returns answers by request id, and the exit code; a process that dies early leaves answers out
 */
export async function askValidator(
  command: readonly string[],
  requests: readonly unknown[],
): Promise<{ readonly answers: ReadonlyMap<string, Answer>; readonly exitCode: number }> {
  const [program = "", ...words] = command;
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  const exit = once(child, "exit");
  child.stdin.on("error", () => undefined); // A process that died says so by its exit code.
  child.stdin.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  const answers = new Map<string, Answer>();
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.trim() === "") continue;
    const answer = JSON.parse(line) as Answer;
    answers.set(answer.id, answer);
  }
  const [code] = (await exit) as [number | null];
  return { answers, exitCode: code ?? 1 };
}

/** The verdict: whether any issue is an error. */
export function hasError({ issues }: Answer): boolean {
  return issues.some(({ severity }) => severity === "error" || severity === "fatal");
}
