import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startService, type RunningService } from "../../src/main.ts";

const dataFolder = mkdtempSync(join(tmpdir(), "kypho-slow-"));
let service: RunningService;
beforeAll(async () => {
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder });
});
afterAll(async () => {
  await service.close();
  rmSync(dataFolder, { recursive: true });
});

/** Resolves with what the server said when it ended a connection that sends a byte of a header now and then, and no end. */
function dripHeaders(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write("POST /cases HTTP/1.1\r\nHost: a\r\nX: "));
    const drip = setInterval(() => socket.write("x"), 500);
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", reject);
    socket.on("end", () => {
      clearInterval(drip);
      socket.destroy();
      resolve(text);
    });
  });
}

it("500 clients that never end their headers are answered 408, and others are served meanwhile", async () => {
  const { port } = new URL(service.url);
  const dripping = Promise.all(Array.from({ length: 500 }, () => dripHeaders(Number(port))));
  expect((await fetch(`${service.url}/livez`)).status).toBe(200);
  const answers = await dripping;
  expect(answers.filter((answer) => /^HTTP\/1\.1 408 /.test(answer))).toHaveLength(500);
  expect((await fetch(`${service.url}/livez`)).status).toBe(200);
});
