import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from "node:crypto";

/** A certificate and its key, PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** An authority for tests: its certificate, and what it signs for this machine's own names. */
export interface Authority {
  readonly cert: string;
  issue(name: string): Certified;
}

/** Makes an authority with a key of its own. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    cert: toPem(certificate({ name, issuer: name, publicKey, signer: privateKey, isAuthority: true })),
    issue(subject) {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const signed = { name: subject, issuer: name, publicKey: own.publicKey, signer: privateKey, isAuthority: false };
      return {
        cert: toPem(certificate(signed)),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

/** SHA-256 of a certificate, base64url, as tokens are bound to one (RFC 8705 §3.1). */
export function thumbprintOf({ cert }: Certified): string {
  return Buffer.from(new X509Certificate(cert).fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
}

interface Signed {
  readonly name: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly isAuthority: boolean;
}

/** Node makes no certificates; these are the few lines of DER that one takes: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function certificate({ name, issuer, publicKey, signer, isAuthority }: Signed): Buffer {
  const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));
  // localhost and 127.0.0.1 (RFC 5280 §4.2.1.6).
  const names = sequence(tagged(0x82, Buffer.from("localhost")), tagged(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(
    isAuthority ? extension("2.5.29.19", sequence(tagged(0x01, Buffer.from([0xff])))) : extension("2.5.29.17", names),
  );
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    // A serial number is positive.
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(tagged(0x18, Buffer.from("20200101000000Z")), tagged(0x18, Buffer.from("29990101000000Z"))),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, extensions),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, signer)]);
  return sequence(body, ecdsaWithSha256, tagged(0x03, signature));
}

function nameOf(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid("2.5.4.3"), tagged(0x0c, Buffer.from(name)))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tagged(0x04, value));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
