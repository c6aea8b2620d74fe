/**
 * A destination's server: requests go in, and what came of each comes out as an `Exchange`; and what the server says that it
 * can do. https://hl7.org/fhir/R4/http.html
 *
 * Nothing here knows a case, and nothing is tried twice but a request whose token was refused.
 */
export { exchange, type FhirRequest } from "./exchange.ts";
export {
  bestStrategy,
  isTransactional,
  readAbility,
  strategyFor,
  UNKNOWN_ABILITY,
  withFindings,
  type Ability,
} from "./ability.ts";
