import { createHash } from "node:crypto";
import type { Bundle, Resource } from "@medplum/fhirtypes";
import { findDifferences } from "../extraction/index.ts";
import { parseExactly } from "../fhir/index.ts";
import type { ProbeAnswer } from "./set-calls.ts";

/** A case that sets are compared by, in our form. */
export interface Probe {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An element that one set fills otherwise than another. */
export interface Move {
  /** The type, and the profile that tells which part of a case it is: `Observation pain-vas`. */
  readonly resource: string;
  /** Without indexes: `Observation.code.coding.code`. */
  readonly element: string;
  readonly kind: "added" | "removed" | "changed";
  readonly count: number;
  readonly caseCount: number;
  /** The first one: which case, and both values as JSON. */
  readonly first: { readonly name: string; readonly before?: string; readonly after?: string };
}

/** What one set does otherwise than another. */
export interface Moves {
  readonly moves: readonly Move[];
  /** SHA-256 over every case, element and value that differs, hex: what is agreed to is this and nothing else. */
  readonly hash: string;
}

type Draft = { -readonly [Name in keyof Move]: Move[Name] } & { lastCase: string };

/** Compares what two sets make of the same cases; what a Provenance says of the versions of the sets does not count. */
export function findMoves(
  probes: readonly Probe[],
  before: readonly ProbeAnswer[],
  after: readonly ProbeAnswer[],
): Moves {
  const found = new Map<string, Draft>();
  const digest = createHash("sha256");
  for (const [index, { name }] of probes.entries()) {
    if (bareTextOf(before[index]) === bareTextOf(after[index])) continue;
    const [one, other] = [resourcesOf(before[index]), resourcesOf(after[index])];
    for (const url of new Set([...one.keys(), ...other.keys()])) {
      const [old, now] = [one.get(url), other.get(url)];
      const resource = labelOf((old ?? now) as Resource);
      const differences = findDifferences(old, now);
      for (const { pointer, before: was, after: is } of differences) {
        const element = toElement((old ?? now) as Resource, pointer);
        const kind = was === undefined ? "added" : is === undefined ? "removed" : "changed";
        digest.update(JSON.stringify([name, url, pointer, was ?? null, is ?? null]));
        const key = `${resource} ${element} ${kind}`;
        const move = found.get(key);
        const first = { name, ...textOf("before", was), ...textOf("after", is) };
        if (move === undefined)
          found.set(key, { resource, element, kind, count: 1, caseCount: 1, first, lastCase: name });
        else {
          move.count++;
          if (move.lastCase !== name) move.caseCount++;
          move.lastCase = name;
        }
      }
    }
  }
  return { moves: [...found.values()].map(({ lastCase: _, ...move }) => move), hash: digest.digest("hex") };
}

/** The bundle as JSON, without what it says of a site's version. */
function bareTextOf(answer: ProbeAnswer | undefined): string | undefined {
  return answer?.bundle?.replaceAll(/\+site\.[0-9a-f]{12}/g, "");
}

function textOf<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: JSON.stringify(value) } as Partial<Record<Name, string>>);
}

/** The hash where nothing differs. */
export const NO_MOVES = createHash("sha256").digest("hex");

function resourcesOf(answer: ProbeAnswer | undefined): ReadonlyMap<string, Resource> {
  if (answer?.bundle === undefined) return new Map();
  const { entry = [] } = parseExactly(answer.bundle) as Bundle;
  return new Map(
    entry.flatMap(({ fullUrl, resource }): (readonly [string, Resource])[] =>
      fullUrl === undefined || resource === undefined ? [] : [[fullUrl, withoutVersions(resource)]],
    ),
  );
}

function withoutVersions(resource: Resource): Resource {
  if (resource.resourceType !== "Provenance") return resource;
  return {
    ...resource,
    extension: (resource.extension ?? []).filter(({ url }) => !/\/[a-z]+-version$/.test(url)),
  };
}

function labelOf({ resourceType, meta }: Resource): string {
  const profile = meta?.profile?.[0];
  return profile === undefined ? resourceType : `${resourceType} ${profile.slice(profile.lastIndexOf("/") + 1)}`;
}

function toElement({ resourceType }: Resource, pointer: string): string {
  const steps = pointer.split("/").slice(1);
  return [resourceType, ...steps.filter((step) => !/^\d+$/.test(step))].join(".");
}
