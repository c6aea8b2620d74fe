import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startService, type RunningService } from "../../src/main.ts";

/** Debian's browser; `.ci/run` installs it. Where it is missing the page is served all the same, and only not looked at. */
const CHROMIUM = "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("/docs in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "kypho-page-"));
  let service: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    service = await startService(readConfig({ KYPHO_PORT: "0", KYPHO_DATA: folder }));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
    rmSync(folder, { recursive: true });
  });

  it("renders every operation with its references resolved, from this server alone", async () => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(service.url) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
    await page.goto(`${service.url}/docs`);
    const operation = page.locator(".opblock-post", { hasText: "/cases" }).first();
    await operation.click();
    await operation.locator(".example", { hasText: "caseId" }).first().waitFor();
    expect(await page.locator(".errors-wrapper, .version-pragma__message, .error-wrapper").count()).toBe(0);
    expect(foreign).toEqual([]);
  });
});
