import type { Settings } from "../../build/schemas/settings.js";
import type { SettingsPath } from "./settings-document.ts";

/** Tells one fault of the value at a path. */
export type TellFault = (path: SettingsPath, message: string) => void;

/** Checks what a schema cannot say: what must differ, what belongs together and what excludes something else. */
export function checkSettings({ destinations = [], signingKeys, inbound }: Settings, fault: TellFault): void {
  const names = new Set<string>();
  destinations.forEach(({ name, tokenFile, backendServices }, index) => {
    const path = ["destinations", index];
    if (names.has(name)) fault([...path, "name"], "a name of its own was expected, found one that stands above");
    names.add(name);
    if (tokenFile !== undefined && backendServices !== undefined)
      fault([...path, "tokenFile"], "either tokenFile or backendServices was expected, found both");
    if (backendServices !== undefined && signingKeys === undefined)
      fault([...path, "backendServices"], "signingKeys were expected at the top, found none");
  });
  if (inbound === undefined) return;
  if (inbound.issuers === undefined && inbound.apiKeys === undefined)
    fault(["inbound"], "issuers or apiKeys were expected, found none: nobody could log in");
  const issuers = new Set<string>();
  inbound.issuers?.forEach(({ issuer, keysUrl, keysFile, caFile }, index) => {
    const path = ["inbound", "issuers", index];
    if (issuers.has(issuer))
      fault([...path, "issuer"], "an issuer of its own was expected, found one that stands above");
    issuers.add(issuer);
    if ((keysUrl === undefined) === (keysFile === undefined))
      fault(path, "either keysUrl or keysFile was expected, found both or none");
    if (caFile !== undefined && keysUrl === undefined) fault([...path, "caFile"], "keysUrl was expected beside it");
  });
}
