/**
 * Who may call: bearer tokens (OAuth 2 JWT) and API keys in, a caller with its scopes out, or the refusal to send.
 *
 * Ruled by RFC 6750, RFC 8725, RFC 9068, RFC 8705 §3 and SMART App Launch 2.1 (system scopes). It knows nothing of HTTP
 * frameworks; which operation needs which scope stands in openapi.yaml.
 */
export {
  createAccess,
  type Access,
  type AccessRefusal,
  type AccessWays,
  type Caller,
  type Credentials,
} from "./access.ts";
export { createApiKey, readApiKeys, type ApiKeyEntry } from "./api-key.ts";
export { createIssuersVerifier, createTokenVerifier, type TokenRules } from "./token.ts";
