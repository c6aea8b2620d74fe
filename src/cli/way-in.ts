import type { Config } from "../config.ts";
import { builtPipeline, type Pipeline } from "../pipeline.ts";
import type { Site } from "../site/index.ts";

/** The way that a command takes: that of the site where KYPHO_SITE names one, else that of the build. */
export interface WayIn {
  readonly pipeline: Pipeline;
  readonly site: Site | undefined;
}

/**
 * Opens the way, runs a command on it and closes it again.
 *
 * @throws SiteFault when the site's set is refused and none was live before
 */
export async function withWayIn<T>({ siteFolder, dataFolder }: Config, run: (way: WayIn) => Promise<T>): Promise<T> {
  if (siteFolder === undefined) return run({ pipeline: builtPipeline, site: undefined });
  const { openSite, printSiteIssue } = await import("../site/index.ts");
  const site = await openSite({ folder: siteFolder, dataFolder, keepsRecord: false });
  const { refusal } = site.report();
  if (refusal) {
    process.stderr.write("kypho: the site's set is refused, the one before it answers:\n");
    for (const issue of refusal.issues) process.stderr.write(`${printSiteIssue(issue)}\n`);
  }
  try {
    return await run({ pipeline: site.pipeline, site });
  } finally {
    await site.close();
  }
}
