/**
 * The HTTP face: every operation of openapi.yaml as an Express app. Requests come in, are checked against the
 * contract, go to the pipeline or the destination, and every refusal goes out as an OperationOutcome.
 *
 * It builds nothing that it stands on; `main` does.
 */
export { createApp, type Mount } from "./app.ts";
export type { Guard } from "./authorize.ts";
export { drainable } from "./drain.ts";
export { openDefinitions, type Definitions } from "./definitions.ts";
export { listen, type ServerTls } from "./listen.ts";
export type { Service } from "./route/index.ts";
export { selectTypes } from "./select-types.ts";
