import { toInstant } from "./calendar.ts";
import type { Body } from "./bodies.ts";
import type { PlannedCase } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Span } from "./timetable.ts";

const THIRD_PERCENT = 33.3;

/** The treated levels of a case and the one that was looked at only. */
export function levelsOf(planned: PlannedCase, spans: readonly Span[], random: Random): object[] {
  const cementLot = `C${random.integer(1000, 9999)}`;
  const treated = planned.bodies.map((body, index) =>
    treatedLevel(planned, body, spans[index] as Span, cementLot, random),
  );
  return planned.untreatedLevel === undefined ? treated : [...treated, untreatedLevel(planned.untreatedLevel)];
}

function treatedLevel(planned: PlannedCase, body: Body, span: Span, cementLot: string, random: Random): object {
  const isOsteoporotic = planned.group === "osteoporotic-fracture";
  // Cement from one side may stay on that side, so a fill beside the centre goes with one puncture.
  const isBilateral = body.isCentralFill && random.chance(0.4);
  const sides = isBilateral ? (["left", "right"] as const) : [random.pick(["left", "right"] as const)];
  return {
    level: body.level,
    cause: isOsteoporotic ? "osteoporotic-fracture" : "tumour",
    disease: "disease",
    marrowSignal: {
      t1: "hypointense",
      stir: "hyperintense",
      ...(isOsteoporotic ? { fractureAge: "recent" } : {}),
      imaging: "mr-pre",
    },
    heights: [{ timepoint: "pre", ...remainingHeight(random) }],
    start: toInstant(span.start),
    end: toInstant(span.end),
    durationMinutes: body.durationMinutes,
    access: isBilateral ? "bilateral" : "unilateral",
    punctures: punctures(body, sides, random),
    cement: cement(body, cementLot, random),
    leakage: leakage(body, random),
  };
}

function untreatedLevel(level: string): object {
  return {
    level,
    status: "not-done",
    statusReason: "old-fracture",
    statusReasonText: "Old fracture, normal MR signal.",
    marrowSignal: { t1: "normal", stir: "normal", fractureAge: "old", imaging: "mr-pre" },
  };
}

/** A measured percentage, or no more than that the criterion (over one third) was met. */
function remainingHeight(random: Random): object {
  if (random.chance(0.2)) return { remainingPercent: THIRD_PERCENT, comparator: ">" };
  return { remainingPercent: random.integer(38, 82) };
}

function punctures(body: Body, sides: readonly ("left" | "right")[], random: Random): object[] {
  const isThoracic = body.level.startsWith("T");
  const repeatedSide = body.isFirstAttempt ? undefined : random.pick(sides);
  const table = {
    tableHeightCtMm: random.integer(820, 870),
    tableDepthCtMm: random.integer(1150, 1260),
  };
  const isEnlarged = random.chance(0.06);
  return sides.map((side) => ({
    side,
    incisionLengthCm: isEnlarged ? 2.5 : random.pick([1.5, 1.6, 1.7, 1.8, 1.9, 2]),
    incisionDirection: "transverse",
    incisionEnlarged: isEnlarged,
    entryPointMethod: "finger-touch",
    entryPointLandmark: isThoracic ? "transverse-process-rib-gap" : "herringbone-crest",
    approach: isThoracic ? "extrapedicular" : "transpedicular",
    attempts: side === repeatedSide ? random.integer(2, 3) : 1,
    firstAttemptSuccessful: side !== repeatedSide,
    channelConstructions: 1,
    channelDilatedStepwise: true,
    abductionAngleDegrees: isThoracic ? random.integer(20, 35) : random.integer(10, 25),
    headTiltAngleDegrees: random.integer(-5, 15),
    obliqueNeedleUsed: side === repeatedSide,
    ...table,
    tableHeightCArmMm: table.tableHeightCtMm,
    tableDepthCArmMm: table.tableDepthCtMm - random.integer(440, 470),
    tipThird: "anterior",
    tipMidline: body.isCentralFill,
    balloonUsed: true,
  }));
}

function cement(body: Body, lotNumber: string, random: Random): object {
  const wholeMl = body.level.startsWith("T") ? random.integer(2, 4) : random.integer(3, 6);
  return {
    material: "pmma",
    // The tenth is never 0, since a JSON number would lose it.
    volumeMl: (wholeMl * 10 + random.integer(1, 9)) / 10,
    distribution: body.isCentralFill ? "central" : "one-sided",
    product: { name: "Example Cement", manufacturer: "Example Medical", lotNumber },
  };
}

function leakage(body: Body, random: Random): object {
  if (body.leakage === undefined) return { assessed: true, sites: [] };
  const detectedBy = random.chance(0.5) ? ["ct", "fluoroscopy"] : ["ct"];
  const action = detectedBy.length > 1 ? "filling-paused" : "none";
  const actionText = action === "none" ? {} : { actionText: "Filling was paused to let the cement harden." };
  return { assessed: true, sites: [{ site: body.leakage, symptomatic: false, detectedBy, action, ...actionText }] };
}
