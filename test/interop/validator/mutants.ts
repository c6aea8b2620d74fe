import { existsSync, readFileSync } from "node:fs";
import { checkResource } from "../../../src/profile/index.ts";
import { packageFile } from "../../../src/system/index.ts";
import type { Mutant } from "../../conformance/own/corpus.ts";
import { judge, type Judgement } from "../../conformance/own/judge.ts";
import { MissingRequirement } from "../harness/index.ts";
import type { Check, Disagreement } from "../lane.ts";
import { elementsOf } from "./hl7-path.ts";
import { hl7Errors, type Hl7Answer, type Hl7Validator } from "./hl7-validator.ts";

const CORPUS = packageFile("build/conformance/mutants.ndjson");

/**
 * The mutants of our profiles that `npm run conformance:own` wrote.
 *
 * @param every takes every n-th line
 * @throws MissingRequirement where it has not run
 */
export function readMutants(every: number): readonly Mutant[] {
  if (!existsSync(CORPUS)) {
    throw new MissingRequirement("build/conformance/mutants.ndjson is missing: npm run conformance:own writes it.");
  }
  const lines = readFileSync(CORPUS, "utf8").trimEnd().split("\n");
  return lines.filter((_, at) => at % every === 0).map((line) => JSON.parse(line) as Mutant);
}

/**
 * HL7's validator and ours on each mutant: the same verdict, and of what both refuse, the same element.
 *
 * @param validators share the work
 * @param isWhole whether these are all mutants, so that nothing in the ledger is out of date by chance
 */
export async function checkMutants(
  validators: readonly Hl7Validator[],
  mutants: readonly Mutant[],
  isWhole: boolean,
): Promise<readonly Check[]> {
  const verdicts: Disagreement[] = [];
  const elements: Disagreement[] = [];
  let refusedByBoth = 0;
  const work = mutants.values();
  const takeWork = async (validator: Hl7Validator): Promise<void> => {
    for (const mutant of work) {
      const { id, resource, profile } = mutant;
      const answer = await validator.validate(id, resource, profile === "" ? undefined : profile);
      const ours = judgeOurs(mutant);
      const theirs = judgeTheirs(mutant, answer);
      const isRefusedByBoth = isRefusal(ours) && isRefusal(theirs);
      if (isRefusedByBoth) refusedByBoth++;
      if (ours === theirs) continue;
      const disagreement = { id, how: `ours ${ours}, HL7's ${theirs}`, details: describe(mutant, answer) };
      (isRefusedByBoth ? elements : verdicts).push(disagreement);
    }
  };
  await Promise.all(validators.map(takeWork));
  const isSample = !isWhole;
  return [
    { name: "mutants, verdict", total: mutants.length, disagreements: inOrder(verdicts), isSample },
    { name: "mutants, element", total: refusedByBoth, disagreements: inOrder(elements), isSample },
  ];
}

/** Whether an error was expected and one was found, at the element or elsewhere. */
function isRefusal(judgement: Judgement): boolean {
  return judgement === "right" || judgement === "elsewhere";
}

function judgeOurs(mutant: Mutant): Judgement {
  return judge(mutant, checkResource(mutant.resource, mutant.profile === "" ? [] : [mutant.profile]));
}

function judgeTheirs(mutant: Mutant, answer: Hl7Answer): Judgement {
  if (answer.error !== undefined) return "crash";
  const issues = hl7Errors(answer).flatMap((issue) =>
    elementsOf(issue).map((path) => ({
      severity: "error" as const,
      code: "processing" as const,
      rule: issue.messageId ?? "",
      message: issue.text,
      path,
    })),
  );
  return judge(mutant, issues);
}

function describe({ element, profile, resource }: Mutant, answer: Hl7Answer): string {
  const ours = checkResource(resource, profile === "" ? [] : [profile]).filter(({ severity }) => severity === "error");
  return [
    `at ${element}`,
    ...ours.map(({ rule, path, message }) => `ours:  ${rule} ${path ?? ""}: ${message}`),
    ...hl7Errors(answer).map(
      ({ messageId, expression, text }) => `HL7's: ${messageId ?? ""} ${expression ?? ""}: ${text}`,
    ),
  ].join("\n  ");
}

/** The order in which validators that share the work find things is chance. */
function inOrder(disagreements: readonly Disagreement[]): readonly Disagreement[] {
  return disagreements.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
