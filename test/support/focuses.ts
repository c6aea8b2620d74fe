import { propertyOf, type Model } from "../../src/fhirpath/index.ts";

/** An object of a resource, with what an invariant that is asked of it may know. */
export interface Focus {
  readonly type: string;
  readonly value: object;
  readonly resource: object;
  readonly rootResource: object;
}

type Json = Readonly<Record<string, unknown>>;

/** Every object of a resource, the resource itself first; resources within come with their own parts. */
export function* focusesOf(model: Model, resource: object, rootResource: object = resource): Generator<Focus> {
  const type = (resource as { resourceType?: unknown }).resourceType;
  if (typeof type === "string") yield* within(model, { type, value: resource, resource, rootResource });
}

function* within(model: Model, focus: Focus): Generator<Focus> {
  yield focus;
  for (const element of model.type(focus.type)?.elements.values() ?? []) {
    for (const type of element.types) {
      const found = (focus.value as Json)[propertyOf(element, type)];
      for (const value of Array.isArray(found) ? (found as unknown[]) : [found]) {
        if (typeof value !== "object" || value === null) continue;
        if (type === "Resource")
          yield* focusesOf(model, value, element.name === "contained" ? focus.rootResource : value);
        else yield* within(model, { ...focus, type, value });
      }
    }
  }
}
