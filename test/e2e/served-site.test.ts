import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bundle, OperationOutcome, Resource } from "@medplum/fhirtypes";
import express from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkKept } from "../../src/cli/check-kept.ts";
import { createEmbeddedServer } from "../../src/embedded/index.ts";
import { startService, type RunningService } from "../../src/main.ts";
import { openSite } from "../../src/site/index.ts";
import { openBackup, openStore, writeBackup } from "../../src/store/index.ts";
import { openSiteWorkshop } from "../support/site.ts";

/** A service with a site's set: its documents call case number and levels otherwise; the FHIR server refuses every cement volume. */
const workshop = openSiteWorkshop();
const home = mkdtempSync(join(tmpdir(), "kypho-served-site-"));
const dataFolder = join(home, "data");
const ours = (text: string) => text.replaceAll('"caseId"', '"operation"').replaceAll('"levels"', '"vertebrae"');
const VOLUME = "/vertebrae/0/cement/volumeMl";
let text: string;
let server: Server;
let service: RunningService;

const lineOf = (words: string) => text.split("\n").findIndex((line) => line.includes(words)) + 1;
const get = (path: string) => request(service.url).get(path);
const read = async (path: string): Promise<unknown> => {
  const { body } = (await get(path).expect(200)) as { readonly body: unknown };
  return body;
};

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  for (const file of ["source/case.schema.json", "examples/minimal.json", "examples/typical.json"])
    workshop.write(file, ours(workshop.read(file)));
  const map = workshop.read("source/case.map");
  workshop.write(
    "source/case.map",
    map.replace("ours.caseId", "ours.operation").replace("ours.levels", "ours.vertebrae"),
  );
  text = workshop.read("examples/typical.json");

  const app = express();
  app.post("/fhir", express.json({ type: () => true, limit: "10mb" }), (posted, response) => {
    const { entry = [] } = posted.body as Bundle;
    const isVolume = ({ resource }: { resource?: Resource }) => JSON.stringify(resource ?? {}).includes('"value":4.5');
    const element = `Bundle.entry[${entry.findIndex(isVolume)}].resource.component[0].value`;
    const issue = [{ severity: "error", code: "invalid", diagnostics: "No such volume.", expression: [element] }];
    response.status(422).json({ resourceType: "OperationOutcome", issue });
  });
  app.use("/fhir", createEmbeddedServer().router);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const destination = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder, destination, siteFolder: workshop.folder });
  await request(service.url).post("/cases").set("content-type", "application/json").send(text).expect(201);
}, 240_000);

afterAll(async () => {
  await service.close();
  server.close();
  await workshop.close();
  rmSync(home, { recursive: true });
});

describe("what a FHIR server refuses of a site's document", { timeout: 120_000 }, () => {
  let id: number;
  it("is told in the document's own fields and lines by the case", async () => {
    const place = await vi.waitFor(
      async () => {
        const { deliveries } = (await read("/cases/PKP-2009-0117")) as {
          deliveries: { id: number; outcome?: { issues?: Place[] } }[];
        };
        const issue = deliveries[0]?.outcome?.issues?.[0];
        if (issue === undefined) throw new Error("The delivery was not judged yet.");
        id = deliveries[0]?.id ?? 0;
        return { pointer: issue.pointer, line: issue.position?.line };
      },
      { timeout: 60_000, interval: 100 },
    );
    expect(place).toEqual({ pointer: VOLUME, line: lineOf('"volumeMl": 4.5') });
  });

  it("is told the same by the delivery, and by each of its attempts", async () => {
    const { outcome, attempts } = (await read(`/deliveries/${id}`)) as {
      outcome: { issues: Place[] };
      attempts: { outcome?: OperationOutcome }[];
    };
    expect(outcome.issues[0]?.pointer).toBe(VOLUME);
    expect(JSON.stringify(attempts[0]?.outcome)).toContain(VOLUME);
  });
});

interface Place {
  readonly pointer?: string;
  readonly position?: { readonly line: number };
}

describe("a stored document of a site", { timeout: 120_000 }, () => {
  it("is traced in its own fields", async () => {
    const { elements } = (await read(`/cases/PKP-2009-0117/trace?field=${VOLUME}`)) as {
      elements: { origin: { from: Place[] } }[];
    };
    expect(elements[0]?.origin.from.map(({ pointer, position }) => [pointer, position?.line])).toEqual([
      [VOLUME, lineOf('"volumeMl": 4.5')],
    ]);
  });

  it("is refused a trace whose question cannot be read, and only then", async () => {
    await get("/cases/PKP-2009-0117/trace?element=nothing").expect(400);
  });

  it("is what it is in a backup: the set that made it reads it, and without that its bundle is checked alone", async () => {
    const store = await openStore({ dataFolder, access: "maintain" });
    const file = join(home, "backup");
    await writeBackup(store, file, "test").finally(() => store.close());
    const backup = await openBackup(file);
    const site = await openSite({ folder: workshop.folder, dataFolder, keepsRecord: false });
    const kept = await checkKept(backup, site);
    const alone = await checkKept(backup);
    await site.close();
    await backup.close();
    expect(kept).toEqual({ checkedCount: 1, emptiedCount: 0, otherSetCount: 0, differing: [] });
    expect(alone).toEqual({ checkedCount: 1, emptiedCount: 0, otherSetCount: 1, differing: [] });
  });
});

describe("the definitions of a site", { timeout: 120_000 }, () => {
  const SITE = "https://hospital.example.org/fhir";

  it("are published beside those of the package, by URL and by an id", async () => {
    const url = `${SITE}/StructureDefinition/our-session`;
    const [entry] = ((await read(`/fhir/StructureDefinition?url=${url}`)) as Bundle).entry ?? [];
    expect([entry?.fullUrl, entry?.resource?.id]).toEqual([url, "our-session"]);
    expect(await read("/fhir/StructureDefinition/our-session")).toMatchObject({
      url,
      baseDefinition: "https://kypho-fhir.github.io/fhir/StructureDefinition/session",
    });
    await get("/fhir/StructureDefinition/session").expect(200);
  });

  it("hold its maps and the form of its documents", async () => {
    const maps = (await read(`/fhir/StructureMap?url=${SITE}/StructureMap/OurCase`)) as Bundle;
    const forms = (await read(`/fhir/StructureDefinition?url=${SITE}/StructureDefinition/OurCase`)) as Bundle;
    expect([maps.total, forms.total]).toEqual([1, 1]);
  });
});

describe("a document that was changed in a backup", { timeout: 120_000 }, () => {
  it("differs from its hash, also in a site's form", async () => {
    const site = await openSite({ folder: workshop.folder, dataFolder, keepsRecord: false });
    const file = join(home, "changed");
    const store = await openStore({ dataFolder, access: "maintain" });
    await writeBackup(store, file, "test").finally(() => store.close());
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file);
    database.exec(`update case_versions set document = replace(document, '4.5', '4.6')`);
    database.close();
    const backup = await openBackup(file);
    const { differing } = await checkKept(backup, site);
    await backup.close();
    await site.close();
    expect(differing).toEqual([{ caseId: "PKP-2009-0117", version: 1 }]);
  });
});
