/**
 * The only way out to other machines: configured origins come in, a fetch that reaches nothing else goes out. Addresses
 * are checked as literals and as answers of DNS, redirects are not followed, and times and sizes are bounded.
 *
 * What is sent, and what an answer means, are left to `delivery`, `authorization` and `access`.
 */
export { isAllowedAddress, isLoopbackHost } from "./address.ts";
export { AddressRefused, type ResolveName } from "./connect.ts";
export { openOutbound, OriginRefused, type Outbound, type OutboundInit, type OutboundSettings } from "./outbound.ts";
export { StartRefused } from "./send-whole.ts";
