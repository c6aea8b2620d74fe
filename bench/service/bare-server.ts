/** Express that parses the same bodies and keeps nothing: the floor of any intake. */
import type { AddressInfo } from "node:net";
import express from "express";

const app = express();
app.use(express.json({ limit: "1mb" }));
app.post("/cases", (request, response) => {
  const { caseId } = request.body as { caseId?: string };
  response.status(201).json({ caseId, version: 1, effect: "created" });
});
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
