import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import { buildConnector } from "undici";
import { isAllowedAddress } from "./address.ts";

/** Asks for every address of a name. */
export type ResolveName = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** Whom to trust, and who we are; PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** An address that may not be connected to. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly code = "outbound/address";

  constructor() {
    super("An address that may be connected to was expected.");
  }
}

export const resolveName: ResolveName = (host, done) => systemLookup(host, { all: true }, done);

/**
 * Makes connections to configured hosts alone, to addresses that are allowed for them.
 *
 * Literal addresses are checked here, since sockets ask no resolver about them; names are checked by the answer that the
 * socket then uses, so that no second answer can differ.
 */
export function createConnector(tls: TlsMaterial, timeoutMs: number, resolve: ResolveName): buildConnector.connector {
  const checked = (host: string, options: LookupOptions, done: (...answer: unknown[]) => void): void => {
    resolve(host, (error, addresses) => {
      const [first] = addresses;
      if (error) done(error);
      else if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, host)))
        done(new AddressRefused());
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({
    ...tls,
    timeout: timeoutMs,
    lookup: checked as never,
    minVersion: "TLSv1.2",
  } as never);
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !isAllowedAddress(host, host)) done(new AddressRefused(), null);
    else connect(options, done);
  };
}
