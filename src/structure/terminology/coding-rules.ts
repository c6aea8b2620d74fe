import type { Issue } from "../../fhir/index.ts";
import { isConstant } from "../../json/index.ts";
import { closestCodes } from "./closest-codes.ts";
import type { CodeSystem } from "./code-system.ts";
import type { Concept } from "./concept.ts";
import type { Library } from "./library.ts";
import { closestWords, codeWords, systemWords } from "./sentence.ts";

/** A Coding, or the coded part of a Quantity; the JSON types of its elements are not checked yet. */
export interface CodingValue {
  readonly system?: unknown;
  readonly version?: unknown;
  readonly code?: unknown;
  readonly display?: unknown;
}

/** What holds of every coding, whatever it is bound to. */
export interface CodingRules {
  /** Whether there is surely nothing to report; allocates nothing. `false` may also mean that a closer look is needed. */
  readonly isPlain: (coding: CodingValue) => boolean;
  /** Whether we have the code system in the version that the coding names; a coding without one names any. */
  readonly hasVersion: (coding: CodingValue) => boolean;
  /** Tells whether the code does not exist in its system. */
  readonly report: (coding: CodingValue, path: string, add: (issue: Issue) => void, language?: string) => boolean;
}

type SystemState = CodeSystem | "unknown" | "relative" | "value-set" | "supplement";

/** Systems that were asked for are kept, up to this many: they come from the outside, and cases repeat a few. */
const KEPT = 500;

const CODING = "https://hl7.org/fhir/R4/datatypes-definitions.html#Coding";
const PROPERTIES = "https://hl7.org/fhir/R4/codesystem-concept-properties.html";

export function createCodingRules(library: Library): CodingRules {
  const states = new Map<string, SystemState>();
  const stateOf = (system: string): SystemState => {
    const known = states.get(system);
    if (known !== undefined) return known;
    if (states.size >= KEPT) states.clear();
    const state = readState(system, library);
    states.set(system, state);
    return state;
  };
  // A grammar holds for every version.
  const ofVersion = (system: CodeSystem, version: string | undefined): CodeSystem | undefined =>
    version === undefined || !system.hierarchy ? system : library.codeSystem(system.url, version);
  // Constants that were plain once.
  const plain = new WeakSet();
  const looksPlain = ({ system, code, version, display }: CodingValue): boolean => {
    if (typeof system !== "string") return system === undefined && code === undefined;
    const state = stateOf(system);
    if (typeof state === "string") return state === "unknown";
    if (typeof code !== "string") return code === undefined;
    if (version !== undefined) return false;
    const concept = state.find(code);
    if (concept === undefined) return state.has(code) !== false;
    return concept.isPlain && (display === undefined || display === concept.display);
  };
  return {
    hasVersion: ({ system, version }) => {
      if (typeof system !== "string" || typeof version !== "string") return true;
      const state = stateOf(system);
      return typeof state === "string" || ofVersion(state, version) !== undefined;
    },
    isPlain: (coding) => {
      if (plain.has(coding)) return true;
      const isPlain = looksPlain(coding);
      if (isPlain && isConstant(coding)) plain.add(coding);
      return isPlain;
    },
    report: (coding, path, add, language) => {
      const { system, code, version, display } = coding;
      if (typeof system !== "string") {
        if (system === undefined && code !== undefined) add(systemMissing(path));
        return false;
      }
      const state = stateOf(system);
      if (typeof state === "string") {
        const issue = systemIssue(state, system, path);
        if (issue) add(issue);
        return false;
      }
      if (typeof code !== "string") return false;
      const codeSystem = ofVersion(state, typeof version === "string" ? version : undefined);
      // Of another version than those we have, nothing is known.
      if (codeSystem === undefined) return false;
      const concept = codeSystem.find(code);
      if (concept) reportUse(concept, display, codeSystem, path, add, language);
      const isUnknown = !concept && codeSystem.has(code) === false;
      if (isUnknown) add(codeUnknown(code, display, codeSystem, path));
      return isUnknown;
    },
  };
}

function readState(system: string, library: Library): SystemState {
  const known = library.codeSystem(system);
  if (known) return known;
  if (library.isSupplement(system)) return "supplement";
  if (library.valueSet(system)) return "value-set";
  return /^[A-Za-z][A-Za-z0-9+.-]*:\S/.test(system) ? "unknown" : "relative";
}

function systemMissing(path: string): Issue {
  return {
    severity: "warning",
    code: "invalid",
    rule: "terminology/system-missing",
    path,
    message: "Expected a system beside the code, found none: without it the code has no defined meaning.",
    spec: `${CODING}.system`,
  };
}

function systemIssue(state: Exclude<SystemState, CodeSystem>, system: string, path: string): Issue | undefined {
  switch (state) {
    case "unknown":
      return undefined;
    case "relative":
      return {
        severity: "error",
        code: "code-invalid",
        rule: "terminology/system-relative",
        path: `${path}.system`,
        message: "Expected the absolute URI of a code system, found one that is not absolute.",
        spec: `${CODING}.system`,
      };
    case "value-set":
      return {
        severity: "error",
        code: "code-invalid",
        rule: "terminology/system-value-set",
        path: `${path}.system`,
        message: `Expected the URI of a code system, found the value set ${systemWords(system)}.`,
        spec: `${CODING}.system`,
      };
    case "supplement":
      return {
        severity: "error",
        code: "code-invalid",
        rule: "terminology/system-supplement",
        path: `${path}.system`,
        message: `Expected the URI of a code system, found ${systemWords(system)}, which only adds to another one.`,
        spec: "https://hl7.org/fhir/R4/codesystem.html#supplements",
      };
  }
}

function codeUnknown(code: string, display: unknown, system: CodeSystem, path: string): Issue {
  const closest = closestCodes(
    code,
    typeof display === "string" ? display : undefined,
    system.concepts?.values() ?? [],
  );
  const expected = system.form ?? `a code of ${system.url}`;
  return {
    severity: "error",
    code: "code-invalid",
    rule: "terminology/code-unknown",
    path: `${path}.code`,
    message: `Expected ${expected}, found one that it does not have.${closestWords(closest)}`,
    spec: `${CODING}.code`,
  };
}

/** What is to be said of a code that exists: how it is used, and the word beside it. */
function reportUse(
  concept: Concept,
  display: unknown,
  system: CodeSystem,
  path: string,
  add: (issue: Issue) => void,
  language: string | undefined,
): void {
  const words = codeWords(concept.code);
  if (concept.status === "inactive") {
    add({
      severity: "warning",
      code: "business-rule",
      rule: "terminology/code-inactive",
      path: `${path}.code`,
      message: `Expected an active code, found ${words}, which ${system.url} no longer uses.`,
      spec: PROPERTIES,
    });
  }
  if (concept.status === "deprecated") {
    add({
      severity: "information",
      code: "business-rule",
      rule: "terminology/code-deprecated",
      path: `${path}.code`,
      message: `Expected a code without reserve, found ${words}, which ${system.url} calls deprecated.`,
      spec: PROPERTIES,
    });
  }
  if (concept.isAbstract) {
    add({
      severity: "warning",
      code: "business-rule",
      rule: "terminology/code-abstract",
      path: `${path}.code`,
      message: `Expected a code for use in data, found ${words}, which only groups others.`,
      spec: PROPERTIES,
    });
  }
  if (typeof display === "string" && !isDisplayOf(display, concept, system, language)) {
    add({
      severity: "warning",
      code: "code-invalid",
      rule: "terminology/display",
      path: `${path}.display`,
      message: `Expected the display "${concept.display ?? ""}" of ${words}, found another.`,
      spec: `${CODING}.display`,
    });
  }
}

/** Whether a display is one of the concept's words; case and blanks do not matter. Unknown languages are not judged. */
function isDisplayOf(display: string, concept: Concept, system: CodeSystem, language: string | undefined): boolean {
  if (concept.display === undefined) return true;
  const wanted = comparable(display);
  const words = [{ language: system.language, value: concept.display }, ...concept.designations];
  if (words.some(({ value }) => comparable(value) === wanted)) return true;
  return language !== undefined && !words.some((word) => isOfLanguage(word.language, language));
}

/** R4's own code systems name no language and are in English. */
function isOfLanguage(own: string | undefined, wanted: string): boolean {
  return primary(own ?? "en") === primary(wanted);
}

function primary(language: string): string | undefined {
  return language.split("-", 1)[0]?.toLowerCase();
}

function comparable(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
