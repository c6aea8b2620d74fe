/**
 * A site's own maps, profiles, codes and form of documents: a folder comes in, a set that answers in its place goes out.
 *
 * The folder is compiled to modules in the data folder and served from a thread of its own, in which they stand for those of
 * `build/`; a new set takes over as one, and a thread ends with its set. A set that does not compile, that loses something of the
 * site's examples, or that moves data unasked, is refused while the one before it works on (docs/site.md, docs/adr/0007).
 */
export { initSite } from "./init-site.ts";
export { NO_MOVES, type Move, type Moves } from "./moves.ts";
export { openSite, SiteFault, type Site, type SiteOptions, type SiteRefusal, type SiteReport } from "./open-site.ts";
export { composeOrigins, type PointerTrace, type SourcePlaces } from "./pointer-trace.ts";
export { acceptPreview, previewSite, type Preview } from "./preview.ts";
export { printSiteIssue } from "./site-issue.ts";
export type { SitePart, SiteSet } from "./site-set.ts";
