import express from "express";
import { afterEach, expect, test } from "vitest";
import { createEmbeddedServer } from "../../../src/embedded/index.ts";
import { checkResource } from "../../../src/profile/index.ts";
import { projectFaults, type FaultRun, type PostBundle } from "../../support/project-faults.ts";
import { SEEDED_FAULTS } from "../../support/seeded-faults.ts";
import { send } from "../embedded/client.ts";
import { serve, type Serving } from "../embedded/serving.ts";

/** What a server says of bundles with one fault each is led back to the field that the fault was put into. */
let server: Serving | undefined;
afterEach(() => server?.close());

async function runOn(options: Parameters<typeof createEmbeddedServer>[0]): Promise<FaultRun> {
  server = await serve(express().use("/fhir", createEmbeddedServer(options).router), "/fhir");
  const { baseUrl } = server;
  const post: PostBundle = async (bundle) => send("POST", baseUrl, bundle);
  return projectFaults(post);
}

function report(name: string, { accepted, refused, issues }: FaultRun): void {
  const projected = issues.filter(({ isProjected }) => isProjected).length;
  const first = issues.filter(({ isFirst }) => isFirst).length;
  console.log(
    `${name}: ${refused.length} of ${refused.length + accepted.length} faults refused with ${issues.length} issues, ` +
      `${projected} led to the seeded field, ${first} to it first`,
  );
  for (const { isProjected, fault, said, details } of issues) {
    if (!isProjected) console.log(`  ${fault}: ${details}\n    ${said}`);
  }
  for (const fault of accepted) console.log(`  accepted: ${fault}`);
}

const shareProjected = ({ issues }: FaultRun): number =>
  issues.filter(({ isProjected }) => isProjected).length / issues.length;

test("a server that validates refuses at least 60 faults, and 95 % of its issues lead to the seeded field", async () => {
  const run = await runOn({ check: (resource) => checkResource(resource) });
  report("validating", run);
  expect(run.refused.length).toBeGreaterThanOrEqual(60);
  expect(shareProjected(run)).toBeGreaterThanOrEqual(0.95);
});

test("a server that only keeps references and identities is led back as well", async () => {
  const run = await runOn({});
  report("plain", run);
  expect(run.refused.length).toBeGreaterThanOrEqual(6);
  expect(shareProjected(run)).toBeGreaterThanOrEqual(0.95);
});

test("the faults are of every kind of constraint", () => {
  const kinds = [...new Set(SEEDED_FAULTS.map(({ kind }) => kind))].sort();
  expect(kinds).toEqual(
    "binding bundle cardinality extension format invariant json-type pattern reference type unknown-element".split(" "),
  );
});
