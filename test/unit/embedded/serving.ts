import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createEmbeddedServer } from "../../../src/embedded/index.ts";

/** A server that listens on a free port of this machine until it is closed. */
export interface Serving {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Serves any request listener over real HTTP; open connections end with it. */
export async function serve(listener: RequestListener, path = ""): Promise<Serving> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Serves an empty embedded server below /fhir. */
export function serveEmbedded(): Promise<Serving> {
  return serve(express().use("/fhir", createEmbeddedServer().router), "/fhir");
}
