import type { Group } from "./printed.ts";
import type { Random } from "./random.ts";

export type Sex = "female" | "male";

/** The disease behind the treated levels, and what else is known of it. */
export interface Disease {
  readonly kind: string;
  readonly text: string;
  readonly primaryText?: string;
  /** Another disease of the bones that the patient has. */
  readonly other?: { readonly kind: string; readonly text: string };
  /** Whether the patient is under cancer treatment at the time of the session. */
  readonly isUnderCancerTreatment: boolean;
}

const PRIMARIES: Readonly<Record<Sex, readonly string[]>> = {
  female: ["Breast cancer", "Lung cancer", "Breast cancer", "Thyroid cancer", "Colorectal cancer", "Breast cancer"],
  male: ["Lung cancer", "Prostate cancer", "Liver cancer", "Renal cancer", "Prostate cancer", "Lung cancer"],
};

/** The tumours of the group beside its metastases. */
const OTHER_TUMOURS: readonly Disease[] = [
  ...Array.from({ length: 7 }, () => cancer("myeloma", "Multiple myeloma")),
  cancer("primary-tumour", "Solitary plasmacytoma of bone"),
  cancer("primary-tumour", "Primary lymphoma of bone"),
  benign("haemangioma", "Aggressive vertebral haemangioma"),
  {
    ...benign("haemangioma", "Vertebral haemangioma"),
    other: { kind: "osteogenesis-imperfecta", text: "Osteogenesis imperfecta" },
  },
  ...Array.from({ length: 2 }, () => benign("histiocytosis", "Langerhans cell histiocytosis")),
];

/** The disease of each patient of a group, in the patients' order. */
export function drawDiseases(
  group: Group,
  patients: readonly { sex: Sex; ageYears: number }[],
  random: Random,
): Disease[] {
  if (group === "osteoporotic-fracture") return patients.map(osteoporosisOf);
  // Histiocytosis is a disease of the younger, so the list's end goes to the youngest.
  const youngest = patients.map((_, index) => index).sort((a, b) => ageAt(patients, b) - ageAt(patients, a));
  const rest = random.shuffle(youngest.slice(0, -2));
  const order = [...rest, ...youngest.slice(-2)];
  const diseases = new Array<Disease>(patients.length);
  const metastasisCount = patients.length - OTHER_TUMOURS.length;
  const seen = { female: 0, male: 0 };
  order.forEach((patient, position) => {
    const sex = patients[patient]?.sex ?? "female";
    const primary = PRIMARIES[sex][seen[sex]++ % PRIMARIES[sex].length] ?? "";
    diseases[patient] = OTHER_TUMOURS[position - metastasisCount] ?? metastasis(primary);
  });
  return diseases;
}

/** Postmenopausal up to 74 years of age, senile from 75, and plain in younger men. */
function osteoporosisOf({ sex, ageYears }: { sex: Sex; ageYears: number }): Disease {
  if (ageYears >= 75) return benign("senile-osteoporosis", "Senile osteoporosis");
  if (sex === "female") return benign("postmenopausal-osteoporosis", "Postmenopausal osteoporosis");
  return benign("osteoporosis", "Osteoporosis");
}

function metastasis(primaryText: string): Disease {
  return { ...cancer("metastasis", `Vertebral metastasis of ${primaryText.toLowerCase()}`), primaryText };
}

function cancer(kind: string, text: string): Disease {
  return { kind, text, isUnderCancerTreatment: true };
}

function benign(kind: string, text: string): Disease {
  return { kind, text, isUnderCancerTreatment: false };
}

function ageAt(patients: readonly { ageYears: number }[], index: number): number {
  return patients[index]?.ageYears ?? NaN;
}
