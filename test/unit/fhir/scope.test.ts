import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, parseScopes } from "../../../src/fhir/index.ts";

const allows = (granted: string, needed: string) => covers(parseScopes(granted), parseScopes(needed));

describe("a SMART system scope", () => {
  it.each([
    ["system/Procedure.cruds", "system/Procedure.c", true],
    ["system/*.cruds", "system/Procedure.d", true],
    ["system/Procedure.c system/Procedure.u", "system/Procedure.cu", true],
    ["system/Procedure.write", "system/Procedure.cud", true],
    ["system/Procedure.read", "system/Procedure.rs", true],
    ["system/Procedure.*", "system/Procedure.cruds", true],
    ["system/Procedure.rs", "system/Procedure.c", false],
    ["system/Observation.cruds", "system/Procedure.c", false],
    ["user/Procedure.cruds", "system/Procedure.c", false],
    ["system/Procedure.sdurc", "system/Procedure.c", false],
    ["system/Procedure.", "system/Procedure.c", false],
    ["system/Procedure.cruds?category=a", "system/Procedure.c", false],
    ["system/procedure.cruds", "system/Procedure.c", false],
    ["system/Procedure.c", "system/*.c", false],
  ])("%s for %s: %s", (granted, needed, expected) => {
    expect(allows(granted, needed)).toBe(expected);
  });

  it("covers exactly what it names, whatever else was granted", () => {
    const letters = fc.subarray(["c", "r", "u", "d", "s"], { minLength: 1 }).map((chosen) => chosen.join(""));
    const type = fc.constantFrom("Procedure", "Observation", "Patient");
    const scope = fc.record({ type, letters });
    fc.assert(
      fc.property(fc.array(scope), scope, (granted, needed) => {
        const list = granted.map((one) => `system/${one.type}.${one.letters}`).join(" ");
        const expected = Array.from(needed.letters).every((letter) =>
          granted.some((one) => one.type === needed.type && one.letters.includes(letter)),
        );
        expect(allows(list, `system/${needed.type}.${needed.letters}`)).toBe(expected);
      }),
    );
  });
});
