import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Resource } from "@medplum/fhirtypes";
import type { Explained, ExplainOptions, JudgedCase, Question } from "../explain/index.ts";
import type { ExtractedCase } from "../extraction/index.ts";
import { parseExactly, type Issue, type Result } from "../fhir/index.ts";
import type { Pipeline } from "../pipeline.ts";
import type { ConformantBundle } from "../profile/index.ts";
import { makeSetApart } from "./make-set-apart.ts";
import { NO_MOVES } from "./moves.ts";
import { RunningSet } from "./running-set.ts";
import type { CallOptions, CaseCertificate } from "./set-calls.ts";
import { printSiteIssue, siteIssue } from "./site-issue.ts";
import { PUBLISHED_FILE, readBuild, readSet, type SiteSet } from "./site-set.ts";
import { errorName, type Log } from "../system/index.ts";
import { watchFolder, type WatchOptions } from "./watch-folder.ts";

/** What a site is opened with. */
export interface SiteOptions {
  /** The site's own files; only read. */
  readonly folder: string;
  /** Compiled sets go to `site/` below it. */
  readonly dataFolder: string;
  /** How the folder is watched; without it, it is read once. */
  readonly watch?: WatchOptions;
  /** Whether what takes over is written down for the next start; true unless this is a command beside the service. */
  readonly keepsRecord?: boolean;
  readonly now?: () => Date;
  /** Hears what happens: a set that took over, or was refused. */
  readonly log?: Log;
}

/** A set that was not taken. */
export interface SiteRefusal {
  /** An instant. */
  readonly at: string;
  readonly issues: readonly Issue[];
}

/** What is live of a site. */
export interface SiteReport {
  readonly live: SiteSet & { readonly since: string };
  /** The last set that was not taken, as long as none was after it. */
  readonly refusal?: SiteRefusal;
}

/** A site's set, kept up with its folder. */
export interface Site {
  readonly pipeline: Pipeline;
  readonly check: (resource: unknown, profiles: readonly string[]) => Promise<readonly Issue[]>;
  readonly extract: (inputs: readonly unknown[]) => Promise<Result<readonly ExtractedCase[]>>;
  readonly certify: (bytes: Uint8Array, options: CallOptions) => Promise<Result<CaseCertificate>>;
  readonly explain: (bytes: Uint8Array, question: Question, options: ExplainOptions) => Promise<Result<Explained>>;
  readonly project: (issues: readonly Issue[], judged: JudgedCase) => Promise<readonly Issue[]>;
  /** The site's definitions as they are live: also its maps, and ConceptMaps with its local codes. */
  readonly definitions: () => readonly Resource[];
  readonly report: () => SiteReport;
  /** Reads the folder again. @returns what kept the new set from taking over; nothing when it did, or is the same */
  readonly reload: () => Promise<SiteRefusal | undefined>;
  readonly close: () => Promise<void>;
}

/** What is kept of the live set in the data folder, so that a start finds what was live. */
interface LiveRecord {
  readonly folder: string;
  readonly since: string;
  /** The hash of what it does otherwise than the package alone. */
  readonly movesHash: string;
}

interface Live extends LiveRecord {
  readonly set: SiteSet;
  readonly definitions: readonly Resource[];
  readonly running: RunningSet;
}

const LIVE_FILE = "live.json";
const CODE_CACHE = "code";
/** Sets that are kept besides the live one, so that going back to one of them is quick. */
const KEPT_SETS = 3;

/**
 * Opens a site: compiles its folder, tries the set on the site's own examples, and compares what it does with our cohort.
 *
 * A set that is refused leaves the one before it at work, also over a restart.
 *
 * @throws SiteFault when the set is refused and there is none before it
 */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { folder, dataFolder, keepsRecord = true, now = () => new Date(), log = () => undefined } = options;
  const home = join(dataFolder, "site");
  const codeCache = join(home, CODE_CACHE);
  mkdirSync(home, { recursive: true });
  let live: Live | undefined;
  let refusal: SiteRefusal | undefined;
  let isClosed = false;

  async function load(): Promise<SiteRefusal | undefined> {
    const made = await makeSetApart(folder, home, codeCache);
    if (!made.ok) return refuse(made.issues);
    const { set, folder: setFolder, trial, accepted } = made.value;
    if (set.hash === live?.set.hash) {
      refusal = undefined;
      return undefined;
    }
    const { exampleIssues, moves, hash } = trial;
    if (exampleIssues.length > 0) return refuse(exampleIssues);
    const before = live?.movesHash ?? readRecord()?.movesHash ?? NO_MOVES;
    if (hash !== before && !accepted.includes(hash)) return refuse([movedIssue(hash, moves.length)]);
    const running = new RunningSet(setFolder, codeCache);
    await running.start();
    takeOver({
      folder: setFolder,
      since: now().toISOString(),
      movesHash: hash,
      set,
      definitions: readPublished(setFolder),
      running,
    });
    return undefined;
  }

  function takeOver(next: Live): void {
    const before = live;
    live = next;
    refusal = undefined;
    if (keepsRecord) keepRecord(next);
    log("site-live", { hash: next.set.hash });
    void before?.running.close();
    if (keepsRecord) clearSets();
  }

  /** Removes the sets that were made first, but for a few; what a thread has loaded it does not need as files. */
  function clearSets(): void {
    const sets = readdirSync(home)
      .map((name) => join(home, name))
      .filter((path) => readSet(path) !== undefined && path !== live?.folder)
      .map((path) => ({ path, madeAt: statSync(path).mtimeMs }))
      .sort((a, b) => b.madeAt - a.madeAt);
    for (const { path } of sets.slice(KEPT_SETS)) rmSync(path, { recursive: true, force: true });
  }

  function refuse(issues: readonly Issue[]): SiteRefusal {
    refusal = { at: now().toISOString(), issues };
    log("site-refused", { count: issues.length, code: issues[0]?.rule ?? "" });
    return refusal;
  }

  function readRecord(): LiveRecord | undefined {
    const file = join(home, LIVE_FILE);
    return existsSync(file) ? (readJson(file) as LiveRecord) : undefined;
  }

  function keepRecord({ folder: setFolder, since, movesHash }: LiveRecord): void {
    const file = join(home, LIVE_FILE);
    writeFileSync(`${file}.new`, `${JSON.stringify({ folder: setFolder, since, movesHash })}\n`);
    renameSync(`${file}.new`, file);
  }

  /** The set that was live when the process before this one ended, where its modules still fit. */
  function resume(): void {
    const record = readRecord();
    const set = record && readSet(record.folder);
    if (record && set?.build === readBuild())
      live = {
        ...record,
        set,
        definitions: readPublished(record.folder),
        running: new RunningSet(record.folder, codeCache),
      };
  }

  // One after the other: a change that comes while a set is made is looked at when that is done.
  let loading: Promise<unknown> = Promise.resolve();
  const reload = (): Promise<SiteRefusal | undefined> => {
    const next = loading.then(load);
    loading = next.catch(() => undefined);
    return next;
  };

  resume();
  const first = await reload();
  if (live === undefined) throw new SiteFault(first?.issues ?? []);
  const stopWatching =
    options.watch &&
    watchFolder(
      folder,
      () => {
        if (!isClosed) reload().catch((error: unknown) => log("site-failed", { error: errorName(error) }));
      },
      options.watch,
    );
  const current = (): RunningSet => (live as Live).running;

  return {
    pipeline: {
      async process(bytes, { previous, ...rest } = {}) {
        const text = previous === undefined ? {} : { previous: JSON.stringify(previous) };
        const made = await current().call("process", bytes, { ...rest, ...text });
        return made.ok ? { ...made, value: { ...made.value, bundle: asBundle(made.value.bundle) } } : made;
      },
      async withdraw(previous: Bundle, withdrawnAt) {
        const made = await current().call("withdraw", JSON.stringify(previous), withdrawnAt);
        return made.ok ? { ...made, value: asBundle(made.value) } : made;
      },
    },
    check: (resource, profiles) => current().call("check", JSON.stringify(resource), profiles),
    async extract(inputs) {
      const made = await current().call(
        "extract",
        inputs.map((input) => JSON.stringify(input)),
      );
      return made.ok ? { ...made, value: parseExactly(made.value) as readonly ExtractedCase[] } : made;
    },
    certify: (bytes, rest) => current().call("certify", bytes, rest),
    async explain(bytes, question, { version, ...rest }) {
      const previous = version === undefined ? {} : { previous: JSON.stringify(version) };
      const made = await current().call("explain", bytes, question, { ...rest, ...previous });
      if (!made.ok) return made;
      const { explanation, provenance } = made.value;
      const value = { explanation: parseExactly(explanation), provenance: parseExactly(provenance) } as Explained;
      return { ...made, value };
    },
    project: (issues, { bytes, options, bundle, ids = new Map() }) =>
      current().call("project", issues, bytes, { ...options, previous: JSON.stringify(bundle) }, [...ids]),
    definitions: () => (live as Live).definitions,
    report() {
      const { set, since } = live as Live;
      return { live: { ...set, since }, ...(refusal && { refusal }) };
    },
    reload,
    async close() {
      isClosed = true;
      stopWatching?.();
      await loading;
      await live?.running.close();
    },
  };
}

/** The set of a thread has checked it. */
const asBundle = (text: string): ConformantBundle => parseExactly(text) as ConformantBundle;

/** A site that cannot be served: its set is refused, and there is none before it. */
export class SiteFault extends Error {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(`The site's set is refused:\n${issues.map(printSiteIssue).join("\n")}`);
    this.issues = issues;
  }
}

function movedIssue(hash: string, count: number): Issue {
  const message = `The cases of the package were expected to become the same, or the change to be accepted; found ${count} elements that change. kypho preview lists them; their hash is ${hash}.`;
  return siteIssue("moved", "business-rule", message, "accepted.json");
}

const readPublished = (folder: string) => readJson(join(folder, PUBLISHED_FILE)) as readonly Resource[];

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
