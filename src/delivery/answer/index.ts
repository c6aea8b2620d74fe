/**
 * What a server's answer means for a delivery and what follows from it: answers in, classes, next steps and waits out.
 *
 * Pure; ruled by https://hl7.org/fhir/R4/http.html and the table beside `AnswerClass`. Who sends and stores is the loop's business.
 */
export { classifyAnswer, classifyStatus, type AnswerClass } from "./answer-class.ts";
export { afterExchange, breakerAt, CLOSED, type Breaker } from "./breaker.ts";
export type { Asked, Exchange } from "./exchange.ts";
export { isInfrastructure, isPassing, nextStep, type NextStep, type StrategyName } from "./next-step.ts";
export { isUntroubled } from "./untroubled.ts";
export { backOffMs, pauseMs, settleWaitMs, type Random } from "./waits.ts";
