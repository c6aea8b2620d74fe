import type { Issue, IssueCode } from "../fhir/index.ts";

/** A request that the server refuses: the HTTP status and the reason, as one issue. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly issue: Issue;

  constructor(status: number, code: IssueCode, rule: string, message: string, path?: string) {
    super(message);
    this.status = status;
    this.issue = { severity: "error", code, rule: `embedded/${rule}`, message, ...(path !== undefined && { path }) };
  }
}
