import { DAY, HOUR, type WallMinutes } from "./calendar.ts";
import type { PlannedCase } from "./plan.ts";
import type { Random } from "./random.ts";

/** A time from and a time to. */
export interface Span {
  readonly start: WallMinutes;
  readonly end: WallMinutes;
}

/** When everything of a case happened. */
export interface Timetable {
  readonly session: Span;
  /** One for each treated body, in order, within the session and one after the other. */
  readonly bodies: readonly Span[];
  readonly consent: WallMinutes;
  readonly assessedBefore: WallMinutes;
  /** About 24 h after the end of the session. */
  readonly assessedAfter: WallMinutes;
  readonly recorded: WallMinutes;
}

/** Sets the times of a case around the day of its session. */
export function drawTimetable(planned: PlannedCase, random: Random): Timetable {
  const start = planned.day + 8 * HOUR + 30 + 5 * random.integer(0, 60);
  const bodies: Span[] = [];
  // Marking on the grid, anaesthesia and draping come first.
  let at = start + random.integer(12, 20);
  for (const { durationMinutes } of planned.bodies) {
    bodies.push({ start: at, end: at + durationMinutes });
    at += durationMinutes + random.integer(2, 6);
  }
  const end = at + random.integer(4, 10);
  const assessedAfter = end + DAY + random.integer(-30, 30);
  return {
    session: { start, end },
    bodies,
    consent: planned.day - DAY + 10 * HOUR + random.integer(0, 300),
    assessedBefore: planned.day - DAY + 9 * HOUR + random.integer(0, 420),
    assessedAfter,
    recorded: assessedAfter + random.integer(20, 90),
  };
}
