import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Versions } from "../mapping/index.ts";
import { packageFile } from "../system/index.ts";

/** A part of a set that a site brought. */
export interface SitePart {
  /** From the top of the site's folder. */
  readonly file: string;
  readonly kind: string;
  /** Its canonical, where it has one. */
  readonly url?: string;
  readonly version?: string;
  /** SHA-256 of its content, hex. */
  readonly hash: string;
}

/** What a compiled set is, written as `set.json` in its folder. */
export interface SiteSet {
  /** The hash of the site's files and of the package that they were compiled with. */
  readonly hash: string;
  /** The build of the package alone: modules of another one would not fit. */
  readonly build: string;
  readonly versions: Versions;
  readonly parts: readonly SitePart[];
  /** The site's own form of documents and the group that its map is entered by; cases come in our form where there is none. */
  readonly sourceForm?: { readonly url: string; readonly entry: string };
  /** Compiled profiles by url, and profiles that ask more of what declares another one, by that one. */
  readonly checks: Readonly<Record<string, string>>;
  readonly extending: Readonly<Record<string, readonly string[]>>;
}

/** Names of files in a set's folder. */
export const SET_FILE = "set.json";
export const DEFINITIONS_FILE = "definitions.json";
export const PUBLISHED_FILE = "published.json";
export const LOSSES_FILE = "losses.json";
export const EXAMPLES_FILE = "examples.json";

/** The set in a folder; undefined where there is none. */
export function readSet(folder: string): SiteSet | undefined {
  const file = join(folder, SET_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SiteSet) : undefined;
}

/** SHA-256 of texts, hex. */
export function hashOf(...texts: readonly string[]): string {
  const digest = createHash("sha256");
  for (const text of texts) digest.update(text).update("\0");
  return digest.digest("hex");
}

/** What tells one build of the package from another. */
export function readBuild(): string {
  return hashOf(...BUILD_FILES.map((file) => readFileSync(packageFile(file), "utf8")));
}

const BUILD_FILES = [
  "package.json",
  "build/maps/kyphoplasty.js",
  "build/maps/extraction.js",
  "build/schemas/case.js",
  "build/validators/checks.json",
  "build/validators/terminology.json",
  "examples/cohort.ndjson",
];
