import { LEAKAGES, type Group, type LeakageSite } from "./printed.ts";
import type { Random } from "./random.ts";

/** The levels from the head downwards. */
export const LEVELS = [
  ...Array.from({ length: 12 }, (_, index) => `T${index + 1}`),
  ...Array.from({ length: 5 }, (_, index) => `L${index + 1}`),
];

/** A vertebral body that was treated. */
export interface Body {
  readonly level: string;
  readonly leakage?: LeakageSite;
  readonly isCentralFill: boolean;
  readonly isFirstAttempt: boolean;
  readonly durationMinutes: number;
}

/** Bodies by level: most at the junction for osteoporosis, more spread out for tumours; thoracic and lumbar as printed. */
const LEVEL_COUNTS: Readonly<Record<Group, Readonly<Record<string, number>>>> = {
  "osteoporotic-fracture": {
    ...{ T6: 1, T7: 2, T8: 2, T9: 2, T10: 3, T11: 5, T12: 9 },
    ...{ L1: 15, L2: 10, L3: 8, L4: 6, L5: 2 },
  },
  "vertebral-tumour": {
    ...{ T4: 1, T5: 1, T6: 2, T7: 2, T8: 3, T9: 2, T10: 3, T11: 3, T12: 3 },
    ...{ L1: 5, L2: 5, L3: 5, L4: 4, L5: 2 },
  },
};

/** Sessions that treat more than one level; all others of the group treat one. */
const SESSIONS = {
  "osteoporotic-fracture": { threeLevels: 1, twoLevels: 7, oneLevel: 48 },
  "vertebral-tumour": { threeLevels: 2, twoLevels: 7, oneLevel: 21 },
};

/** Bodies whose puncture took more than one attempt, 11 of 106, and whose cement is not central, 5 of 106. */
const REPEATED_PUNCTURES = { "osteoporotic-fracture": 6, "vertebral-tumour": 5 };
const FILLS_OFF_CENTRE = { "osteoporotic-fracture": 2, "vertebral-tumour": 3 };

/**
 * Draws the treated bodies of a group, one list a patient and from the head downwards in each.
 *
 * @param durations minutes for each body, drawn from; as many as there are bodies are taken off its end
 */
export function drawBodies(group: Group, durations: number[], random: Random): Body[][] {
  const sessions = drawSessions(group, random);
  const total = sessions.flat().length;
  const indices = Array.from({ length: total }, (_, index) => index);
  const leaking = random.shuffle(indices);
  const leakages = Object.entries(LEAKAGES[group]).flatMap(([site, count]) =>
    Array.from({ length: count }, () => ({ site: site as LeakageSite, index: leaking.pop() })),
  );
  const repeated = random.shuffle(indices).slice(0, REPEATED_PUNCTURES[group]);
  const offCentre = random.shuffle(indices).slice(0, FILLS_OFF_CENTRE[group]);
  let index = -1;
  return sessions.map((levels) =>
    levels.map((level) => {
      index++;
      const leakage = leakages.find((entry) => entry.index === index)?.site;
      return {
        level,
        ...(leakage === undefined ? {} : { leakage }),
        isCentralFill: !offCentre.includes(index),
        isFirstAttempt: !repeated.includes(index),
        durationMinutes: durations.pop() ?? NaN,
      };
    }),
  );
}

/** The levels of each session; those of one session lie near each other. */
function drawSessions(group: Group, random: Random): string[][] {
  const left = Object.entries(LEVEL_COUNTS[group]).flatMap(([level, count]) =>
    Array.from({ length: count }, () => level),
  );
  const { threeLevels, twoLevels, oneLevel } = SESSIONS[group];
  const take = (levelCount: number): string[] => {
    const taken = [random.pick(left)];
    left.splice(left.indexOf(taken[0] ?? ""), 1);
    while (taken.length < levelCount) taken.push(takeNeighbour(left, taken));
    return taken.sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b));
  };
  const counts = [3, 2, 1].flatMap((levelCount, index) =>
    Array.from({ length: [threeLevels, twoLevels, oneLevel][index] ?? 0 }, () => levelCount),
  );
  return random.shuffle(counts.map(take));
}

/** Takes the level that is left and lies nearest to the first one taken, never one that was taken. */
function takeNeighbour(left: string[], taken: readonly string[]): string {
  const first = LEVELS.indexOf(taken[0] ?? "");
  const free = left.filter((level) => !taken.includes(level));
  const distance = (level: string): number => Math.abs(LEVELS.indexOf(level) - first);
  const neighbour = free.reduce((best, level) => (distance(level) < distance(best) ? level : best));
  left.splice(left.indexOf(neighbour), 1);
  return neighbour;
}
