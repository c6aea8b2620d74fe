/**
 * The way in for cases that are to be kept: the bytes of a document, or a withdrawal, come in, go through the pipeline
 * and into the store, and what came of it goes out once it is on disk. What is refused is told by its issues.
 *
 * Nothing here knows HTTP, and nothing waits for a destination: that is delivery's business.
 */
export type { Intake, IntakeAnswer, IntakeRefusal, IntakeRequest } from "./intake.ts";
export { submitCase } from "./submit-case.ts";
export { reviseCase } from "./revise-case.ts";
export { withdrawStoredCase } from "./withdraw-case.ts";
export { submitLines } from "./submit-lines.ts";
