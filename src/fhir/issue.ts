/** FHIR's IssueSeverity, https://hl7.org/fhir/R4/valueset-issue-severity.html */
export type Severity = "fatal" | "error" | "warning" | "information";

/** The codes of FHIR's IssueType that we use, https://hl7.org/fhir/R4/valueset-issue-type.html */
export type IssueCode =
  | "invalid"
  | "structure"
  | "required"
  | "value"
  | "invariant"
  | "security"
  | "login"
  | "forbidden"
  | "processing"
  | "not-supported"
  | "duplicate"
  | "not-found"
  | "multiple-matches"
  | "deleted"
  | "too-long"
  | "code-invalid"
  | "extension"
  | "too-costly"
  | "business-rule"
  | "conflict"
  | "transient"
  | "lock-error"
  | "no-store"
  | "exception"
  | "timeout"
  | "incomplete"
  | "throttled"
  | "informational";

/** A place in the bytes that were sent: both count from 1, `column` in UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * One thing that is wrong, or worth knowing, of an input or of what was made from it.
 *
 * `rule` is stable and listed in docs/issues.md; callers rely on it, never on `message`.
 * `message` says what was expected, then what was found, and never holds a value out of a case.
 */
export interface Issue {
  readonly severity: Severity;
  readonly code: IssueCode;
  /** `folder/name`, for example `case/level-repeated` or `profile/cardinality`. */
  readonly rule: string;
  readonly message: string;
  /** FHIRPath from the resource root, with indexes, for example `Bundle.entry[3].resource.code`. */
  readonly path?: string;
  /** JSON pointer (RFC 6901) into the input document. */
  readonly pointer?: string;
  readonly position?: Position;
  /** The specification's sentence: an address with its anchor. */
  readonly spec?: string;
  /** The line of the map that wrote what the issue is about: `mappings/shared/level.map:31`. */
  readonly map?: string;
  /** Further places that it is about, or may be, the likeliest first. */
  readonly others?: readonly IssuePlace[];
}

/** A place that an issue is about: an element, a field of the input, or both. */
export type IssuePlace = Pick<Issue, "path" | "pointer" | "position">;

/** What a stage answers: its product, or every issue that kept it from making one. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings?: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };
