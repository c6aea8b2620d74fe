/** What a profile says about one element. */
export interface ProfileElement {
  readonly cardinality: string;
  readonly short: string;
}

interface SnapshotElement {
  readonly id: string;
  readonly path: string;
  readonly sliceName?: string;
  readonly min: number;
  readonly max: string;
  readonly short?: string;
}

/** A StructureDefinition, as far as this page shows it. */
export interface ProfileDefinition {
  readonly id: string;
  readonly title?: string;
  readonly name: string;
  readonly type: string;
  readonly snapshot: { readonly element: readonly SnapshotElement[] };
}

/**
 * The profile's element at a labelled path such as `component[side].code`, a slice of that name before the plain element;
 * undefined inside data types, which a profile's snapshot does not repeat.
 */
export function elementAt(profile: ProfileDefinition, path: string): ProfileElement | undefined {
  const labels = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, label]) => label ?? "");
  const plain = `${profile.type}.${path.replaceAll(/\[[^\]]*\]/g, "")}`;
  const candidates = profile.snapshot.element.filter(({ path: one }) => one === plain || one === `${plain}[x]`);
  const sliced = candidates.find(
    ({ id }) => labels.length > 0 && labels.every((label) => kebab(id).includes(`:${label}`)),
  );
  const found = sliced ?? candidates.find(({ id }) => !id.includes(":"));
  return found === undefined ? undefined : { cardinality: `${found.min}..${found.max}`, short: found.short ?? "" };
}

/** Slices are named in camel case, labels in kebab case. */
function kebab(id: string): string {
  return id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
