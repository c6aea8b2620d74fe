import { checkResource } from "../../../src/profile/index.ts";
import { processCase } from "../../../src/pipeline.ts";
import { FHIR_PACKAGE, mustPass, readCaseDocuments, readResources } from "../cases.ts";
import type { Check, Lane } from "../lane.ts";
import { checkDefinitions } from "./definitions.ts";
import { hl7Errors, startHl7Validator, type Hl7Validator } from "./hl7-validator.ts";
import { checkMutants, readMutants } from "./mutants.ts";
import { measureSpeed } from "./speed.ts";
import { compareVerdicts, type JudgedResource } from "./verdict.ts";

/** HL7's validator and ours on every mapped bundle, and on the examples of each profile; its own on our definitions. */
export const validatorLane: Lane = {
  name: "validator",
  run: async ({ harness, tell, every }) => {
    const mutants = readMutants(every);
    const validator = startHl7Validator(harness, [FHIR_PACKAGE]);
    const judge = async (name: string, resources: readonly JudgedResource[]): Promise<Check> => {
      tell(`${resources.length} ${name}`);
      return { name, total: resources.length, disagreements: await judgeAll(validator, resources) };
    };
    const checks = [
      await judge("mapped bundles", mappedBundles()),
      await judge("valid examples", examples("valid", "valid")),
      await judge("invalid examples", examples("invalid", "error")),
    ];
    tell("the definitions of the package");
    checks.push(await checkDefinitions(validator));
    tell(`${mutants.length} mutants of our profiles`);
    const second = startHl7Validator(harness, [FHIR_PACKAGE]);
    checks.push(...(await checkMutants([validator, second], mutants, every === 1)));
    await Promise.all([validator.close(), second.close()]);
    tell("the typical bundle, timed");
    return { checks, figures: await measureSpeed(harness) };
  },
};

function mappedBundles(): readonly JudgedResource[] {
  return readCaseDocuments().map(({ id, bytes }) => ({
    id,
    resource: mustPass(id, processCase(bytes)).bundle,
    expected: "valid",
  }));
}

function examples(folder: string, expected: JudgedResource["expected"]): readonly JudgedResource[] {
  return [...readResources(`profiles/examples/${folder}`)].map(([id, resource]) => ({ id, resource, expected }));
}

async function judgeAll(
  validator: Hl7Validator,
  resources: readonly JudgedResource[],
): Promise<Check["disagreements"]> {
  const disagreements: Check["disagreements"][number][] = [];
  for (const judged of resources) {
    const answer = await validator.validate(judged.id, judged.resource);
    // As it is sent: decimals that carry their text become plain numbers.
    const ours = checkResource(JSON.parse(JSON.stringify(judged.resource)));
    disagreements.push(...compareVerdicts(judged, ours, hl7Errors(answer)));
  }
  return disagreements;
}
