import type { Issue } from "../../fhir/index.ts";

/** One request and what came of it. */
export type Exchange =
  | {
      readonly kind: "answer";
      readonly status: number;
      /** Parsed JSON; undefined where there was none, or none that is whole. */
      readonly body: unknown;
      /** Whether a body was announced and could not be read as JSON: cut, an error page, another media type. */
      readonly isUnreadable: boolean;
      readonly headers: Readonly<Record<string, string | undefined>>;
      /** From sending to the last byte. */
      readonly elapsedMs: number;
    }
  | {
      readonly kind: "fault";
      /**
       * `not-sent`: nothing of the request left us, so nothing took effect. `unanswered`: it was sent, and no whole answer came.
       * `untrusted`: the other side could not prove who it is.
       */
      readonly fault: "not-sent" | "unanswered" | "untrusted";
      /** What the way failed with, as an issue. */
      readonly issue: Issue;
    };

/** What a request asked for, as far as it decides what an answer means. */
export interface Asked {
  /** The conditions that were sent with it. */
  readonly condition: "none" | "if-match" | "identity";
  /** The whole Bundle, or one resource (as an entry of a Bundle or alone). */
  readonly unit: "bundle" | "resource";
}
