import { createPrivateKey, createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, importPKCS8, type CryptoKey, type JWK } from "jose";

/** The algorithms that SMART requires of every server. */
export type SigningAlgorithm = "ES384" | "RS384";

/** A private key that signs our assertions. It cannot be read back out of the process. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: CryptoKey;
}

/** Our keys: the first signs, and all are published, so that a server knows the next one before it is used. */
export interface SigningKeys {
  readonly current: SigningKey;
  /** Public parts alone, https://www.rfc-editor.org/rfc/rfc7517#section-5 */
  readonly publicKeySet: { readonly keys: readonly JWK[] };
}

/**
 * Reads private keys in PEM (PKCS #8): elliptic curve P-384 signs ES384, RSA of at least 2,048 bits RS384. The `kid` is the
 * key's thumbprint (RFC 7638), so that the same file has the same id everywhere.
 *
 * @throws Error that names the key at fault by its place
 */
export async function readSigningKeys(texts: readonly string[]): Promise<SigningKeys> {
  const read = await Promise.all(texts.map((text, index) => readKey(text, index)));
  const [first] = read;
  if (first === undefined) throw new Error("At least one private key was expected.");
  return { current: first.key, publicKeySet: { keys: read.map(({ publicJwk }) => publicJwk) } };
}

async function readKey(text: string, index: number): Promise<{ key: SigningKey; publicJwk: JWK }> {
  const algorithm = algorithmOf(text, index);
  const jwk = await exportJWK(createPublicKey(createPrivateKey(text)));
  const kid = await calculateJwkThumbprint(jwk);
  const privateKey = await importPKCS8(text, algorithm);
  return {
    key: { kid, algorithm, privateKey },
    publicJwk: { ...jwk, kid, alg: algorithm, use: "sig", key_ops: ["verify"] },
  };
}

function algorithmOf(text: string, index: number): SigningAlgorithm {
  const expected = `Private key ${index} was expected as PEM (PKCS #8), P-384 or RSA of at least 2,048 bits.`;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails = {} } = createPrivateKey(text);
    if (asymmetricKeyType === "ec" && asymmetricKeyDetails.namedCurve === "secp384r1") return "ES384";
    if (asymmetricKeyType === "rsa" && (asymmetricKeyDetails.modulusLength ?? 0) >= 2048) return "RS384";
  } catch (cause) {
    throw new Error(expected, { cause });
  }
  throw new Error(expected);
}
