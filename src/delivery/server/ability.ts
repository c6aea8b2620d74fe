import type { CapabilityStatement } from "@medplum/fhirtypes";
import { STRATEGIES, type FhirDestination, type Strategy } from "../destination.ts";

/** What a server can do, as far as delivery depends on it: what it says of itself, and what was found to be otherwise. */
export interface Ability {
  readonly software?: string;
  readonly fhirVersion: string;
  readonly hasTransaction: boolean;
  readonly hasBatch: boolean;
  /** Types whose ids a client may assign; `*` where the statement lists no types. */
  readonly updateCreate: readonly string[];
  readonly conditionalCreate: readonly string[];
  /** Types whose updates know If-Match. */
  readonly versioned: readonly string[];
  /** Types that are found by a tag; absent in what was kept before it was asked for. */
  readonly tagged?: readonly string[];
  /** False once a transaction was found to be carried out in part. */
  readonly isAtomic?: boolean;
  /** False once a PUT to a new id was found to be refused. */
  readonly takesClientIds?: boolean;
  /** False once the same conditional create was found to be carried out twice. */
  readonly keepsConditions?: boolean;
}

/** What a server says of itself now, with what it was found to do otherwise before. */
export function withFindings(said: Ability, found: Partial<Ability> | undefined): Ability {
  const { isAtomic, takesClientIds, keepsConditions } = found ?? {};
  return {
    ...said,
    ...(isAtomic !== undefined && { isAtomic }),
    ...(takesClientIds !== undefined && { takesClientIds }),
    ...(keepsConditions !== undefined && { keepsConditions }),
  };
}

/** The types that every case becomes; what a server does not say of them is taken not to be so. */
const TYPES = ["Patient", "Procedure", "Observation", "Condition", "Device", "ImagingStudy"];

/** Reads a CapabilityStatement. https://hl7.org/fhir/R4/capabilitystatement.html */
export function readAbility(statement: Partial<CapabilityStatement>): Ability {
  const rest = statement.rest?.find(({ mode }) => mode === "server") ?? statement.rest?.[0];
  const hasInteraction = (wanted: string): boolean => rest?.interaction?.some(({ code }) => code === wanted) ?? false;
  const resources = rest?.resource ?? [];
  const common = rest?.searchParam ?? [];
  const typesThat = (isSo: (resource: (typeof resources)[number]) => boolean): readonly string[] =>
    resources.filter(isSo).map(({ type }) => type as string);
  const software = statement.software?.name;
  return {
    fhirVersion: statement.fhirVersion ?? "",
    hasTransaction: hasInteraction("transaction"),
    hasBatch: hasInteraction("batch"),
    updateCreate: typesThat(({ updateCreate }) => updateCreate === true),
    conditionalCreate: typesThat(({ conditionalCreate }) => conditionalCreate === true),
    versioned: typesThat(({ versioning }) => versioning === "versioned-update"),
    tagged: typesThat(({ searchParam }) => [...(searchParam ?? []), ...common].some(({ name }) => name === "_tag")),
    ...(software !== undefined && { software }),
  };
}

/** What is taken for granted of a server that was never asked. */
export const UNKNOWN_ABILITY: Ability = {
  fhirVersion: "",
  hasTransaction: true,
  hasBatch: true,
  updateCreate: [],
  conditionalCreate: [],
  versioned: [],
};

/** The best strategy that a server allows; `single` asks nothing of it but reading and writing. */
export function bestStrategy(ability: Ability): Strategy {
  const allowed: Readonly<Record<Strategy, boolean>> = {
    "client-id": ability.takesClientIds !== false && TYPES.every((type) => ability.updateCreate.includes(type)),
    transaction:
      isTransactional(ability) &&
      ability.keepsConditions !== false &&
      TYPES.every((type) => ability.conditionalCreate.includes(type)),
    batch: ability.hasBatch,
    single: true,
  };
  return STRATEGIES.find((strategy) => allowed[strategy]) ?? "single";
}

/** The strategy that a destination is sent to by: its own setting, or the best one. */
export function strategyFor({ strategy }: FhirDestination, ability: Ability): Strategy {
  return strategy ?? bestStrategy(ability);
}

/** Whether a transaction can be trusted to be one. */
export function isTransactional({ hasTransaction, isAtomic }: Ability): boolean {
  return hasTransaction && isAtomic !== false;
}
