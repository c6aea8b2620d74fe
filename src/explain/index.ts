/**
 * Answers the question where a value comes from: for people who look at one case, and for every issue that somebody has with a bundle.
 *
 * In come a case with its bundle and origins, and an expression, a field, or the words of a validator or a server; out come elements,
 * fields and the lines of maps between them. Nothing is kept: a stored document is mapped once more, which gives the same.
 */
export { pathOf } from "./element-path.ts";
export { explainCase } from "./explain-case.ts";
export type { ExplainedElement, ExplainedField, Explanation, Question } from "./explain-case.ts";
export { explainDocument, isOfQuestion, type Explained, type ExplainOptions } from "./explain-document.ts";
export { originsOfCase, type OriginatedCase } from "./origins-of-case.ts";
export { createProjection, type Judged, type Projection, type Said } from "./project.ts";
export { projectOnCase, type JudgedCase } from "./project-on-case.ts";
export { projectIssues } from "./project-issues.ts";
export { toOriginProvenance } from "./origin-provenance.ts";
