import { propertyOf, type ElementModel } from "../../fhirpath/index.ts";
import type { TargetObject } from "./object.ts";
import type { Scope } from "./scope.ts";

/** An element of a target, and the type that its name fixes (`valueQuantity`). */
export interface Place {
  readonly object: TargetObject;
  readonly element: ElementModel;
  readonly fixedType: string | undefined;
}

/** An element by its name, or one type of a choice by the name of its property. */
export function findElement(type: string, name: string, scope: Scope): Omit<Place, "object"> | undefined {
  const elements = scope.writer.linked.world.model.type(type)?.elements;
  const element = elements?.get(name);
  if (element !== undefined) return { element, fixedType: undefined };
  for (const choice of elements?.values() ?? []) {
    const fixedType = choice.isChoice ? choice.types.find((one) => propertyOf(choice, one) === name) : undefined;
    if (fixedType !== undefined) return { element: choice, fixedType };
  }
  return undefined;
}
