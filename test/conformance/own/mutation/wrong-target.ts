import { withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";

const CORE = "http://hl7.org/fhir/StructureDefinition/";
/** Types that few elements may refer to. */
const CANDIDATES = ["Substance", "Schedule", "VisionPrescription", "Slot"];

/** A reference goes to a resource of a type that its element does not allow. */
export const wrongTarget: Mutation = {
  kind: "wrong reference type",
  changes: ({ node, root, items, type }) => {
    const [item] = items;
    const targets = (node.definition.type ?? []).flatMap(({ targetProfile = [] }) => targetProfile);
    if (item === undefined || type !== "Reference" || targets.length === 0 || targets.includes(`${CORE}Resource`))
      return [];
    const other = CANDIDATES.find((candidate) => !targets.includes(CORE + candidate));
    const resource = withValue(root, item.place, { reference: `${other ?? ""}/a` });
    return [{ resource, element: item.path, expect: "error" }];
  },
};
