import { createInterface } from "node:readline";
import type { Resource } from "@medplum/fhirtypes";
import type { Issue } from "../../fhir/index.ts";
import { createProfileChecker } from "../../profile/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { printLine } from "../output.ts";

/** One request: a resource in a world of its own. */
interface ValidationRequest {
  readonly id: string;
  readonly resource: unknown;
  /** The canonical of a profile that the resource must keep. */
  readonly profile?: string | null;
  readonly profiles?: readonly Resource[];
  readonly valuesets?: readonly Resource[];
  readonly codesystems?: readonly Resource[];
  /** Resources that may be referred to. */
  readonly others?: readonly Resource[];
  /** `examples: false` refuses addresses of `example.org`; a `validateReference` of CHECK_EXISTS… wants targets at hand. */
  readonly options?: { readonly examples?: boolean; readonly validateReference?: string };
}

/**
 * `kypho validate --protocol ndjson`: requests on standard input, one on each line, and an answer to each on standard output.
 *
 * A request is `{id, resource, profile, profiles, valuesets, codesystems, others}`, alone or as `request` of a line; an answer is
 * `{id, valid, issues: [{severity, code, rule, expression, text}]}`. A line that is no request is answered with `error`.
 */
export async function validateProtocol(): Promise<ExitCode> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() !== "") await printLine(answer(line));
  }
  return 0;
}

function answer(line: string): object {
  const request = readRequest(line);
  if (request === undefined)
    return { id: null, valid: false, issues: [], error: "A request was expected on each line." };
  const { id, resource, profile, profiles = [], valuesets = [], codesystems = [], others = [], options = {} } = request;
  const known = new Map<string, Resource>();
  for (const one of others) if (one.id !== undefined) known.set(`${one.resourceType}/${one.id}`, one);
  const { checkResource } = createProfileChecker([...profiles, ...valuesets, ...codesystems], {
    now: () => new Date().toISOString(),
    allowsExamples: options.examples !== false,
    needsTargets: options.validateReference?.startsWith("CHECK_EXISTS") === true,
    find: (reference) => known.get(reference) as Readonly<Record<string, unknown>> | undefined,
  });
  const issues = checkResource(resource, typeof profile === "string" ? [profile] : []);
  return {
    id,
    valid: !issues.some(({ severity }) => severity === "error" || severity === "fatal"),
    issues: issues.map(toAnswer),
  };
}

function readRequest(line: string): ValidationRequest | undefined {
  try {
    const value = JSON.parse(line) as { readonly request?: ValidationRequest } & ValidationRequest;
    const request = value.request ?? value;
    return typeof request.id === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}

function toAnswer({ severity, code, rule, path, message }: Issue): object {
  return { severity, code, rule, expression: path, text: message };
}
