import type { Draw } from "./fhir-arbitrary.ts";

type Holder = Record<string | number, unknown>;

/** A value of a JSON tree, by where it stands. */
interface Spot {
  readonly holder: Holder;
  readonly key: string | number;
}

const ODD: readonly unknown[] = [null, "", " ", 0, -1, 1.5, true, [], {}, [null], [{}], "\u0001", "x y", "urn:uuid:A"];

/** Changes one value of a JSON tree to anything at all: of another type, from another place, gone, repeated or with company. */
export function vandalise(tree: object, draw: Draw): void {
  const spots = [...spotsOf(tree)];
  const { holder, key } = draw.pick(spots);
  const value = holder[key];
  switch (draw.below(7)) {
    case 0:
      remove(holder, key);
      return;
    case 1:
      holder[key] = structuredClone(draw.pick(ODD));
      return;
    case 2: {
      const other = draw.pick(spots);
      holder[key] = structuredClone(other.holder[other.key]);
      return;
    }
    case 3:
      if (Array.isArray(value)) value.push(structuredClone(value[draw.below(value.length)] ?? null));
      else holder[key] = [value];
      return;
    case 4: {
      // Beside it: the same under another name that the tree knows, or under `_`.
      if (Array.isArray(holder)) holder.reverse();
      else holder[draw.chance(0.5) ? `_${key}` : String(draw.pick(spots).key)] = structuredClone(value);
      return;
    }
    case 5:
      if (typeof value === "string")
        holder[key] = draw.pick([`${value} `, `${value}x`, value.slice(1), value.toUpperCase()]);
      else if (typeof value === "number") holder[key] = draw.pick([-value, value + 0.5, value * 1000, String(value)]);
      else if (typeof value === "object" && value !== null && !Array.isArray(value)) Reflect.set(value, "id", "a");
      return;
    default:
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        Reflect.set(value, "extension", [{ url: "http://example.org/x", valueString: "x" }]);
      }
  }
}

function remove(holder: Holder, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function* spotsOf(tree: object): Generator<Spot> {
  for (const key of Object.keys(tree)) {
    const holder = tree as Holder;
    yield { holder, key };
    const value = holder[key];
    if (typeof value === "object" && value !== null) yield* spotsOf(value);
  }
}
