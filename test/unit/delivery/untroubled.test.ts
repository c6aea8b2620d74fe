import { expect, it } from "vitest";
import { isUntroubled } from "../../../src/delivery/answer/index.ts";

const answered = (status: number, body?: unknown, isUnreadable = false) =>
  isUntroubled({ kind: "answer", status, body, isUnreadable, headers: {}, elapsedMs: 1 });
const entries = (...statuses: readonly (string | undefined)[]) => ({
  resourceType: "Bundle",
  entry: statuses.map((status) => (status === undefined ? {} : { response: { status } })),
});

it.each([
  ["a resource", 200, { resourceType: "Patient" }],
  ["no body", 204, undefined],
  ["entries that were done or are not there", 200, entries("201 Created", "404")],
  ["a list of matches", 200, entries(undefined)],
])("takes %s for no trouble", (_, status, body) => {
  expect(answered(status, body)).toBe(true);
});

it.each([
  ["a refusal", 429, undefined],
  ["a redirect", 307, undefined],
  ["an entry that is asked to wait", 200, entries("201", "429")],
  ["entries that are no list", 200, { entry: "none" }],
])("takes %s for trouble", (_, status, body) => {
  expect(answered(status, body)).toBe(false);
});

it("takes an answer that cannot be read for trouble", () => {
  expect(answered(200, undefined, true)).toBe(false);
});
