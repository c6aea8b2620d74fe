/**
 * The kinds of change, one a file: an element at one place in, changed resources out, each with what it
 * breaks. Derived from the snapshot alone, so what a profile leaves open has no breaking change.
 */
import type { Mutation } from "../mutation.ts";
import { badFormat } from "./bad-format.ts";
import { badShape } from "./bad-shape.ts";
import { brokenInvariant } from "./broken-invariant.ts";
import { brokenPattern } from "./broken-pattern.ts";
import { otherSystem, wrongCode } from "./coded.ts";
import { foreignSlice } from "./foreign-slice.ts";
import { harmless } from "./harmless.ts";
import { missing } from "./missing.ts";
import { sidecar } from "./sidecar.ts";
import { tooMany } from "./too-many.ts";
import { unknownExtension } from "./unknown-extension.ts";
import { unknownProperty } from "./unknown-property.ts";
import { wrongTarget } from "./wrong-target.ts";
import { wrongType } from "./wrong-type.ts";

export const MUTATIONS: readonly Mutation[] = [
  missing,
  tooMany,
  wrongType,
  badFormat,
  badShape,
  sidecar,
  wrongCode,
  otherSystem,
  brokenPattern,
  brokenInvariant,
  wrongTarget,
  unknownProperty,
  unknownExtension,
  foreignSlice,
  harmless,
];
