import type { IssueUse } from "./issue-use.ts";

/** What the page says of a rule whose messages say too little alone, or are made elsewhere. */
interface Explained {
  readonly sentence: string;
  /** FHIR's codes, where no call shows them. */
  readonly codes?: readonly string[];
}

export const EXPLAINED: Readonly<Record<string, Explained>> = {
  "authorization/discovery": {
    sentence: "The server's smart-configuration names a token endpoint at an origin that was configured.",
    codes: ["security"],
  },
  "authorization/refused": { sentence: "The authorization server gives us a token.", codes: ["login"] },
  "authorization/scope": { sentence: "The token covers every scope that delivery needs.", codes: ["forbidden"] },
  "authorization/unreachable": {
    sentence: "The authorization server answers; trying again may help.",
    codes: ["transient"],
  },
  "delivery/no-token": {
    sentence: "A token for the destination is had before anything is sent; without one nothing is sent.",
    codes: ["login"],
  },
  "site/view": {
    sentence: "A ViewDefinition has a resource, columns with names, and paths that FHIRPath can read.",
    codes: ["structure"],
  },
  "outbound/address": {
    sentence:
      "A name or literal leads to an address that may be connected to: none that is link-local, loopback only where it is configured.",
    codes: ["security"],
  },
  "outbound/origin": { sentence: "A request goes to an origin that is configured.", codes: ["security"] },
  "outbound/too-late": {
    sentence: "A request goes out while the lease of its delivery holds; one that is late is not sent.",
    codes: ["transient"],
  },
  "profile/max": { sentence: "… takes at most … entries, found …." },
  "profile/max-value": { sentence: "A value is not above the profile's maxValue; the message gives both." },
  "profile/min": { sentence: "… needs at least … entries, found …." },
  "profile/min-value": { sentence: "A value is not below the profile's minValue; the message gives both." },
  "profile/slice-max": { sentence: "… takes at most … entries of the slice …, found …." },
  "profile/slice-min": {
    sentence:
      "… needs at least … entries of the slice …, found …; the nearest entry is named, with what keeps it from matching.",
  },
  "case/count": { sentence: "A list has as many entries, or an object as many fields, as the schema allows." },
  "case/enum": { sentence: "A code is one of its list; the nearest ones are named." },
  "case/json": {
    sentence: "The bytes are JSON (RFC 8259); what was expected and found stands at the line and column of the fault.",
  },
  "case/length": { sentence: "A text is as long as the schema allows." },
  "case/one-of": { sentence: "At least one, or exactly one, of several fields is given." },
  "case/pattern": { sentence: "A text has the form that the schema asks for." },
  "case/range": { sentence: "A number lies within the bounds of the schema." },
  "case/type": { sentence: "A value has the JSON type that the schema asks for." },
  "delivery/answer-unreadable": {
    sentence: "The server answered, and not with FHIR JSON; whether the delivery took effect is unknown.",
    codes: ["incomplete"],
  },
  "delivery/entry-refused": {
    sentence: "The server refused one entry; its OperationOutcome is passed on under its own code.",
    codes: ["processing"],
  },
  "delivery/refused": {
    sentence: "The server refused the transaction as a whole; its OperationOutcome is passed on under its own code.",
    codes: ["processing"],
  },
  "delivery/server-error": { sentence: "The server failed (5xx); sending again may help.", codes: ["transient"] },
  "delivery/throttled": {
    sentence: "The server asks to wait (408, 429, 503); it is sent again.",
    codes: ["transient"],
  },
  "delivery/setting": {
    sentence:
      "The server does not do what we ask for (3xx, 404 of the base, 405, 415, 501): a setting is wrong, here or there.",
    codes: ["not-supported"],
  },
  "delivery/unauthorized": {
    sentence: "The server does not know us (401) or forbids the write (403); somebody must act.",
    codes: ["login", "forbidden"],
  },
  "delivery/match-missing": {
    sentence: "A resource that the destination owns was expected there by its identifier, found none.",
    codes: ["not-found"],
  },
  "delivery/match-several": {
    sentence: "A resource that the destination owns was expected there once by its identifier, found several.",
    codes: ["duplicate"],
  },
  "fml/choice": {
    sentence:
      "Only HL7's engine cannot do this in a choice: a map that shall run there, too, sets the elements instead.",
    codes: ["not-supported"],
  },
  "fml/syntax": { sentence: "The text follows the grammar of the mapping language.", codes: ["invalid"] },
  "fml/check": {
    sentence: "A `check` of the map held, and a source that takes one item had one.",
    codes: ["invariant"],
  },
  "fml/type": { sentence: "A value has the type that its element or transform takes." },
  "fml/unsupported": {
    sentence: "The map uses a part of the language that the compiler does not cover; the message names it.",
  },
  "fml/arguments": { sentence: "A group is called with the sources and targets that it takes." },
  "fml/parameter": { sentence: "A transform has the parameters that it takes." },
  "fhirpath/syntax": {
    sentence: "The expression follows FHIRPath's grammar, and its functions have the arguments that they take.",
  },
  "fhirpath/type": { sentence: "An operand has a type that the operator or function takes." },
  "fhirpath/unsupported": {
    sentence: "The expression uses a part of FHIRPath that the compiler does not cover; the message names it.",
  },
  "http/parameter": {
    sentence: "A parameter of the request is one that openapi.yaml lists, with a value of its kind.",
  },
  "store/busy": { sentence: "A lock of the database was had in time.", codes: ["lock-error"] },
  "store/full": {
    sentence:
      "The disk had room for the write; what was acknowledged is safe, and asking again works once there is room.",
    codes: ["no-store"],
  },
  "store/serving": { sentence: "One process serves a data folder at a time.", codes: ["lock-error"] },
  "store/unavailable": {
    sentence: "The database could be reached; whether a write took effect may be unknown, and asking again is safe.",
    codes: ["transient"],
  },
  "store/unfit": {
    sentence: "The machine and the store are fit for this version: SQLite, file system, schema.",
    codes: ["not-supported"],
  },
  "profile/fixed": { sentence: "An element has the fixed value of its profile." },
  "profile/pattern": { sentence: "An element holds the pattern of its profile." },
  "profile/invariant": {
    sentence: "An invariant of the profile or of R4 holds; the message gives its key and its words.",
  },
};

const named = (file: string, rule: string, code: string, sentence: string): IssueUse => ({
  file,
  line: 1,
  rule,
  severity: "error",
  code,
  sentence,
});

/** Rules whose names are put together from tables and words, so that no call shows them. */
export const NAMED_IN_TABLES: readonly IssueUse[] = [
  named(
    "src/http/authorize.ts",
    "http/keys",
    "transient",
    "The keys of a token's issuer were expected, none can be had.",
  ),
  named("src/http/authorize.ts", "http/login", "login", "A request with a bearer token or API key was expected."),
  named(
    "src/http/authorize.ts",
    "http/scope",
    "forbidden",
    "A token or API key with the operation's scopes was expected.",
  ),
  named(
    "src/http/authorize.ts",
    "http/token",
    "login",
    "A valid token was expected (issuer, audience, signature, time, first use), or a known API key that has not ended.",
  ),
  named(
    "src/http/authorize.ts",
    "http/token-bound",
    "login",
    "The client certificate that the token is bound to was expected.",
  ),
  named(
    "src/embedded/find.ts",
    "embedded/search-unknown",
    "not-supported",
    "A search parameter of the type was expected, found another.",
  ),
  named(
    "src/embedded/find.ts",
    "embedded/search-value",
    "value",
    "A search value of the parameter's type was expected, found one that is not.",
  ),
];

/** Files that pass a known issue on under the same rule. */
export const REWRAPPED: readonly string[] = ["src/embedded/write-group.ts"];
