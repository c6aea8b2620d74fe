/** The two groups of the study. */
export type Group = "osteoporotic-fracture" | "vertebral-tumour";

/** The columns of the study's tables. */
export type Column = Group | "total";

/** The scores that the study gives before and 24 h after. */
export type Scale = "pain" | "activity" | "analgesic";

/** When a score was taken. */
export type Moment = "before" | "after";

/** A mean and a standard deviation as printed. */
export interface Printed {
  readonly mean: number;
  readonly sd: number;
}

/** How far a mean of the cohort may be from the printed one. */
export const MEAN_TOLERANCE = 0.01;

/** How far a standard deviation of the cohort may be from the printed one. */
export const SD_TOLERANCE = 0.05;

export const GROUPS: readonly Group[] = ["osteoporotic-fracture", "vertebral-tumour"];
export const SCALES: readonly Scale[] = ["pain", "activity", "analgesic"];
export const MOMENTS: readonly Moment[] = ["before", "after"];

/** Patients of each group. */
export const PATIENTS: Readonly<Record<Group, number>> = { "osteoporotic-fracture": 56, "vertebral-tumour": 30 };

/** Treated vertebral bodies of each group. */
export const BODIES: Readonly<Record<Group, { thoracic: number; lumbar: number }>> = {
  "osteoporotic-fracture": { thoracic: 24, lumbar: 41 },
  "vertebral-tumour": { thoracic: 20, lumbar: 21 },
};

/** Ages of each group, in years. */
export const AGES: Readonly<Record<Group, Printed & { low: number; high: number }>> = {
  "osteoporotic-fracture": { mean: 67.1, sd: 8.3, low: 55, high: 87 },
  "vertebral-tumour": { mean: 63.5, sd: 8.1, low: 41, high: 78 },
};

/** Minutes for one vertebral body. */
export const DURATION: Printed = { mean: 25, sd: 5 };

/** Leakages by site of each group. */
export const LEAKAGES = {
  "osteoporotic-fracture": {
    "paravertebral-vein": 1,
    epidural: 5,
    "paravertebral-soft-tissue": 1,
    "nerve-root-exit-zone": 0,
  },
  "vertebral-tumour": {
    "paravertebral-vein": 3,
    epidural: 7,
    "paravertebral-soft-tissue": 4,
    "nerve-root-exit-zone": 1,
  },
} as const;

/** Where the study's cement leaked to. */
export type LeakageSite = keyof (typeof LEAKAGES)["vertebral-tumour"];

/** Scores as printed, by scale, moment and column. */
export const SCORES: Readonly<Record<Scale, Record<Moment, Record<Column, Printed>>>> = {
  pain: {
    before: row([8.51, 0.64], [8.63, 0.95], [8.55, 0.72]),
    after: row([2.76, 1.15], [2.85, 1.21], [2.81, 1.33]),
  },
  activity: {
    before: row([2.91, 0.63], [3.18, 0.63], [2.97, 0.63]),
    after: row([1.05, 0.49], [1.19, 0.52], [1.12, 0.59]),
  },
  analgesic: {
    before: row([2.93, 0.25], [2.98, 0.19], [2.95, 0.2]),
    after: row([1.02, 0.37], [1.21, 0.47], [1.17, 0.31]),
  },
};

function row(
  osteoporosis: [number, number],
  tumour: [number, number],
  total: [number, number],
): Record<Column, Printed> {
  const printed = ([mean, sd]: [number, number]): Printed => ({ mean, sd });
  return {
    "osteoporotic-fracture": printed(osteoporosis),
    "vertebral-tumour": printed(tumour),
    total: printed(total),
  };
}
