import { startLineProgram, type JavaHarness } from "../harness/index.ts";
import { standInsFor } from "./stand-ins.ts";

/** One thing that HL7's validator says of a resource. */
export interface Hl7Issue {
  readonly severity: string;
  readonly code: string;
  /** FHIRPath, in which a comment names type and id wherever a resource begins. */
  readonly expression?: string;
  readonly text: string;
  /** HL7's name of the message; of an invariant, the profile and the key. */
  readonly messageId?: string;
}

/** Its answer to one resource. */
export interface Hl7Answer {
  readonly issues: readonly Hl7Issue[];
  /** The exception, when it crashed; then the issues are one that is fatal. */
  readonly error?: string;
  /** Microseconds in the validator alone. */
  readonly micros: number;
}

/** HL7's validator with definitions loaded, in a process of its own. */
export interface Hl7Validator {
  /** @param profile checked besides those in meta.profile */
  readonly validate: (id: string, resource: unknown, profile?: string) => Promise<Hl7Answer>;
  readonly close: () => Promise<void>;
}

/** Starts HL7's validator with these packages. */
export function startHl7Validator(harness: JavaHarness, packages: readonly string[]): Hl7Validator {
  const program = startLineProgram(
    harness,
    "validator",
    packages.flatMap((file) => ["--package", file]),
  );
  return {
    validate: async (id, resource, profile) =>
      JSON.parse(await program.ask({ id, resource, profile, references: standInsFor(resource) })) as Hl7Answer,
    close: program.close,
  };
}

/** What makes a resource invalid. */
export function hl7Errors({ issues }: Hl7Answer): readonly Hl7Issue[] {
  return issues.filter(({ severity }) => severity === "error" || severity === "fatal");
}
