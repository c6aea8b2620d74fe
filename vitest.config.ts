import { defineConfig } from "vitest/config";

/** One project a kind of test (style guide §8); each kind is a folder below test/. */
const kind = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    setupFiles: ["test/support/seed.ts"],
    testTimeout,
    hookTimeout: testTimeout,
  },
});

export default defineConfig({
  test: {
    // Every core: the suites wait for the processor and for nothing else.
    maxWorkers: "100%",
    projects: [
      kind("unit", 60_000),
      kind("property", 120_000),
      kind("conformance", 120_000),
      kind("interop", 20_000),
      kind("e2e", 120_000),
    ],
  },
});
