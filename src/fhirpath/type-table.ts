import { propertyOf, type Model } from "./model.ts";
import type { TypeTable } from "./runtime/index.ts";

/**
 * What the run time knows of types: the JSON properties of each, with the element that they belong to and its type.
 *
 * Holds every type of the model, backbone elements by their paths. The same model gives the same table.
 */
export function typeTable(model: Model): TypeTable {
  const types = [...model.subtypes("Element"), ...model.subtypes("Resource")];
  return Object.fromEntries(
    types.map(({ name, elements }) => [
      name,
      Object.fromEntries(
        [...elements.values()].flatMap((element) =>
          element.types.map((type) => [propertyOf(element, type), [element.name, type]] as const),
        ),
      ),
    ]),
  );
}
