/**
 * How we prove who we are to a FHIR server: SMART Backend Services. A client's keys come in, access tokens for one server and
 * the public key set that it checks us by go out.
 *
 * Ruled by https://hl7.org/fhir/smart-app-launch/STU2.1/backend-services.html and client-confidential-asymmetric.html.
 */
export { createTokenSource, type BackendServices, type TokenSource } from "./token-source.ts";
export { AuthorizationFault, type AuthorizationFaultCode } from "./authorization-fault.ts";
export { readSigningKeys, type SigningKey, type SigningKeys } from "./signing-keys.ts";
