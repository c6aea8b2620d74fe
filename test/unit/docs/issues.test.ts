import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { issuePage, readIssueRules } from "../../../scripts/issue-docs.ts";
import { EXPLAINED, NAMED_IN_TABLES } from "../../../scripts/issue-docs/explained.ts";
import { RULES } from "../../../src/case/rule/index.ts";

const root = join(import.meta.dirname, "../../..");
const { rules, unknown } = readIssueRules();
const ids = rules.map(({ rule }) => rule);

describe("docs/issues.md", () => {
  it("is what the sources say now", () => {
    expect(readFileSync(join(root, "docs/issues.md"), "utf8")).toBe(issuePage(rules));
  });

  it("tells the rule of every issue that the sources make", () => {
    expect(unknown).toEqual([]);
  });

  it("lists every rule across fields of a case", () => {
    expect(RULES.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("explains every rule and gives its code", () => {
    expect(rules.filter(({ sentences }) => sentences.length === 0).map(({ rule }) => rule)).toEqual([]);
    expect(rules.filter(({ codes }) => codes.length === 0).map(({ rule }) => rule)).toEqual([]);
  });

  it("explains no rule by hand that is gone", () => {
    expect(Object.keys(EXPLAINED).filter((rule) => !ids.includes(rule))).toEqual([]);
  });

  it("names no rule by hand that its file has lost", () => {
    const lost = NAMED_IN_TABLES.filter(({ file, rule }) => {
      const word = rule.replace(/^[a-z]+\/(?:search-)?/, "");
      return !readFileSync(join(root, file), "utf8").includes(`"${word}"`) && rule !== "embedded/search-value";
    });
    expect(lost.map(({ rule }) => rule)).toEqual([]);
  });
});
