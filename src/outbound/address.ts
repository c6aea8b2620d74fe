import { BlockList, isIP, isIPv4 } from "node:net";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Never a FHIR server: link-local holds the metadata services of clouds, the others are no single machine. */
const NEVER = new BlockList();
NEVER.addSubnet("169.254.0.0", 16, "ipv4");
NEVER.addSubnet("0.0.0.0", 8, "ipv4");
NEVER.addSubnet("224.0.0.0", 3, "ipv4");
NEVER.addSubnet("fe80::", 10, "ipv6");
NEVER.addSubnet("ff00::", 8, "ipv6");
NEVER.addAddress("::", "ipv6");
// The metadata service of a large cloud, on a unique local address.
NEVER.addAddress("fd00:ec2::254", "ipv6");

/**
 * Whether a connection to an address may be made for a configured host.
 *
 * Hospitals live on private addresses, so those are no reason to refuse. Loopback is one, unless the administrator wrote
 * loopback: a name that begins to resolve there has been rebound.
 *
 * @param host as it stands in the configured origin, without brackets
 */
export function isAllowedAddress(address: string, host: string): boolean {
  const plain = unmapped(address);
  const family = isIP(plain);
  if (family === 0) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  if (NEVER.check(plain, kind)) return false;
  return !LOOPBACK.check(plain, kind) || isLoopbackHost(host);
}

/** Whether a host is this machine itself by its name. */
export function isLoopbackHost(host: string): boolean {
  const plain = unmapped(host.replace(/^\[|\]$/g, ""));
  if (plain.toLowerCase() === "localhost") return true;
  const family = isIP(plain);
  return family !== 0 && LOOPBACK.check(plain, family === 4 ? "ipv4" : "ipv6");
}

/** An IPv4 address that is written as an IPv6 one reaches the same machine. */
function unmapped(address: string): string {
  const inner = /^::ffff:(.+)$/i.exec(address)?.[1];
  if (inner === undefined) return address;
  if (isIPv4(inner)) return inner;
  const [, high, low] = /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(inner) ?? [];
  if (high === undefined || low === undefined) return address;
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}
