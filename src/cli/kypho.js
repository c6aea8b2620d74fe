#!/usr/bin/env -S node --max-semi-space-size=16
// Plain JavaScript that any Node runs, so that an old one is told what to do instead of failing on syntax. Where young objects may
// take as much as V8 likes on a large machine, a service that is busy grows by 100 MB that it does not need.
import { existsSync } from "node:fs";
import module from "node:module";

const found = process.versions.node;
if (Number(found.split(".")[0]) < 24) {
  console.error(
    `kypho needs Node.js 24 and runs on ${found}. In a checkout use \`npx kypho\` or \`npm run\`, which bring the right one ` +
      "(after `npm ci`); elsewhere install Node.js 24 or newer.",
  );
  process.exit(2);
}

// Compiled code is kept in the system's folder for temporary files, which halves the time of every start but the first.
module.enableCompileCache();

// The published package holds compiled modules; a checkout runs its sources.
const source = new URL("./main.ts", import.meta.url);
await import(existsSync(source) ? source.href : new URL("./main.js", import.meta.url).href);
