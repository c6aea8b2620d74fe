import type { Issue, Position } from "../fhir/index.ts";

/** An issue of a map: `path` is its file. */
export interface MapIssue extends Issue {
  readonly path: string;
  readonly position: Position;
}

/** Gathers the issues of one file. */
export interface MapIssues {
  readonly all: MapIssue[];
  error(rule: string, message: string, at: Position): void;
  warning(rule: string, message: string, at: Position): void;
}

export function createMapIssues(file: string, all: MapIssue[] = []): MapIssues {
  const add = (severity: "error" | "warning", rule: string, message: string, position: Position) => {
    const repeated = all.some(
      (one) =>
        one.rule === rule &&
        one.path === file &&
        one.message === message &&
        one.position.line === position.line &&
        one.position.column === position.column,
    );
    if (!repeated)
      all.push({
        severity,
        code: rule === "fml/syntax" ? "invalid" : "not-supported",
        rule,
        message,
        path: file,
        position,
      });
  };
  return {
    all,
    error: (rule, message, at) => {
      add("error", rule, message, at);
    },
    warning: (rule, message, at) => {
      add("warning", rule, message, at);
    },
  };
}

/** One line a tool or a person can follow: `file:line:column rule message`. */
export function printMapIssue(issue: MapIssue): string {
  return `${issue.path}:${String(issue.position.line)}:${String(issue.position.column)} ${issue.rule} ${issue.message}`;
}
