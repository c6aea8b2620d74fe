import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DestinationInit, FhirDestination } from "../../../src/delivery/index.ts";
import { DeliveryWorker } from "../../../src/delivery/loop/index.ts";
import { enrolDestination, openStore, readCase, saveBundle, type Store } from "../../../src/store/index.ts";
import { serveEmbedded, type Serving } from "../embedded/serving.ts";
import { submission } from "../store/changes.ts";

/** What happens to a write: what the server makes of it, or `undefined` for what it does anyway. */
export type Mishap = (forward: () => Promise<Response>) => Promise<Response>;

export const answering =
  (status: number, headers: Record<string, string> = {}): Mishap =>
  () =>
    Promise.resolve(new Response("{}", { status, headers }));
/** It takes effect, and nobody is told. */
export const losingAnswer: Mishap = async (forward) => {
  await forward();
  throw new TypeError("terminated");
};
export const refusingConnection: Mishap = () =>
  Promise.reject(
    new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) }),
  );

/** A store, the embedded server behind a way that fails as a test says, and a worker between them; time is the test's. */
export class Outbox {
  readonly store: Store;
  readonly server: Serving;
  readonly destination: FhirDestination;
  readonly logged: string[] = [];
  /** What happens to the next writes, one after the other. */
  readonly mishaps: Mishap[] = [];
  /** Every request that was sent, method and path. */
  readonly sent: string[] = [];
  /** What a read of the server's own statement is answered with; the embedded server's when it is left out. */
  metadata: object | undefined;
  isDown = false;
  /** Lets an hour pass right after the clock that nobody sets was read, as it is for a claim. */
  sleepsAfterClaim = false;
  /** Lets an hour pass while a write waits for its connection. */
  sleepsBeforeWrite = false;
  now = Date.parse("2024-05-01T10:00:00Z");
  monotonicMs = 0;
  readonly #folder: string;

  private constructor(store: Store, server: Serving, folder: string, more: Partial<FhirDestination>) {
    this.store = store;
    this.server = server;
    this.#folder = folder;
    this.destination = {
      baseUrl: server.baseUrl,
      idSecret: "secret of the test",
      fetch: (url, init) => this.#send(url, init),
      ...more,
    };
  }

  static async open(more: Partial<FhirDestination> = {}): Promise<Outbox> {
    const folder = mkdtempSync(join(tmpdir(), "kypho-outbox-"));
    const clock = { read: () => 0 };
    const store = await openStore({ dataFolder: folder, access: "serve", clock: () => clock.read() });
    const outbox = new Outbox(store, await serveEmbedded(), folder, more);
    clock.read = () => outbox.now;
    await enrolDestination(store, { name: "one", baseUrl: outbox.server.baseUrl, idSecret: "0" });
    return outbox;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.server.close();
    rmSync(this.#folder, { recursive: true });
  }

  worker(): DeliveryWorker {
    return new DeliveryWorker({
      store: this.store,
      name: "one",
      destination: this.destination,
      owner: "worker",
      now: () => this.now,
      monotonicMs: () => this.#readMonotonic(),
      random: () => 0.5,
      log: (event) => this.logged.push(event),
    });
  }

  #readMonotonic(): number {
    const at = this.monotonicMs;
    if (this.sleepsAfterClaim) this.monotonicMs += 3_600_000;
    this.sleepsAfterClaim = false;
    return at;
  }

  /** Lets both clocks go on. */
  pass(ms: number): void {
    this.now += ms;
    this.monotonicMs += ms;
  }

  async submit(parts: Parameters<typeof submission>[0]): Promise<void> {
    await saveBundle(this.store, submission(parts));
  }

  /** How the delivery of a case's current version stands. */
  async delivery(caseId: string) {
    const [delivery] = (await readCase(this.store, caseId))?.deliveries ?? [];
    if (!delivery) throw new Error("no delivery");
    return delivery;
  }

  /** How many resources of each type the server has. */
  async counts(types: readonly string[]): Promise<readonly number[]> {
    return Promise.all(
      types.map(async (type) => {
        const answer = await fetch(`${this.server.baseUrl}/${type}?_summary=count`);
        return ((await answer.json()) as { total: number }).total;
      }),
    );
  }

  async #send(url: string, { mayStart, ...init }: DestinationInit): Promise<Response> {
    const path = url.slice(this.server.baseUrl.length);
    const forward = (): Promise<Response> => fetch(url, init);
    if (this.isDown) return refusingConnection(forward);
    if (path === "/metadata" && this.metadata) return new Response(JSON.stringify(this.metadata));
    const isWrite =
      init.method !== "GET" &&
      !/"type":"batch","entry":\[\{"request":\{"method":"GET"/.test((init.body as string | undefined) ?? "");
    if (isWrite && this.sleepsBeforeWrite) this.pass(3_600_000);
    if (mayStart?.() === false) throw Object.assign(new Error("kept back"), { code: "outbound/too-late" });
    this.sent.push(`${isWrite ? (init.method ?? "") : "GET"} ${path}`);
    const mishap = isWrite ? this.mishaps.shift() : undefined;
    return mishap ? mishap(forward) : forward();
  }
}
