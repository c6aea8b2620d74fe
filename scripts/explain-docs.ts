/** Writes docs/explain.md: a transcript of commands that are really run, from a resource that a server rejects to the input line. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeExplainPage } from "./explain-docs/page.ts";

writeFileSync(join(import.meta.dirname, "../docs/explain.md"), await writeExplainPage());
