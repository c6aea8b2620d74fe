import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initSite, openSite, type Site, type SiteOptions } from "../../src/site/index.ts";

/** A site in a folder of its own, as `kypho init-site` writes it. */
export interface SiteWorkshop {
  readonly folder: string;
  readonly dataFolder: string;
  /** Opens it; closed with the workshop. */
  readonly open: (options?: Partial<SiteOptions>) => Promise<Site>;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly remove: (file: string) => void;
  readonly close: () => Promise<void>;
}

/** Makes a workshop; `from` is the folder of another one that it begins with. */
export function openSiteWorkshop(from?: string): SiteWorkshop {
  const home = mkdtempSync(join(tmpdir(), "kypho-site-"));
  const folder = join(home, "site");
  const dataFolder = join(home, "data");
  if (from === undefined) initSite(folder);
  else cpSync(from, folder, { recursive: true });
  const opened: Site[] = [];
  return {
    folder,
    dataFolder,
    async open(options = {}) {
      const site = await openSite({ folder, dataFolder, ...options });
      opened.push(site);
      return site;
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    read: (file) => readFileSync(join(folder, file), "utf8"),
    remove: (file) => rmSync(join(folder, file)),
    async close() {
      for (const site of opened) await site.close();
      rmSync(home, { recursive: true });
    },
  };
}
