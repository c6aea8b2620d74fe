import type { Issue, IssueCode } from "../fhir/index.ts";

/** A request that the server refuses: the HTTP status and the reason, as one issue. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly issue: Issue;
  /** All of them; those of a request are found one at a time, those of its content together. */
  readonly issues: readonly Issue[];

  constructor(status: number, code: IssueCode, rule: string, message: string, path?: string) {
    super(message);
    this.status = status;
    this.issue = { severity: "error", code, rule: `embedded/${rule}`, message, ...(path !== undefined && { path }) };
    this.issues = [this.issue];
  }
}

/** Content that breaks what the server checks it against; the paths of its issues name the entry. */
export class ContentRefusal extends Refusal {
  override readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(422, "invalid", "content", "Content that keeps its type and profiles was expected.");
    this.issues = issues;
  }
}
