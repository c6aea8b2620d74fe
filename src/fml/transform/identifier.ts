import { hasParameters, parameterOf, textConstant, type EmitTransform, type Field } from "./transform.ts";

/** The codes that `Identifier.type` is bound to. https://hl7.org/fhir/R4/valueset-identifier-type.html */
const IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203";

/** `id(system, value)` or `id(system, value, type)`: an Identifier, its type a code of R4's identifier types. */
export const id: EmitTransform = (call) => {
  if (!hasParameters(call, 2, 3)) return undefined;
  const [system, value] = [parameterOf(call, 0), parameterOf(call, 1)];
  const type = call.transform.parameters.length === 3 ? parameterOf(call, 2) : undefined;
  if (system === undefined || value === undefined) return undefined;
  const coding = (of: NonNullable<typeof type>): Field["value"] => ({
    type: "Coding",
    fields: [
      { element: "system", value: textConstant(IDENTIFIER_TYPES) },
      { element: "code", value: of },
    ],
  });
  const fields: Field[] = [
    ...(type === undefined
      ? []
      : [
          { element: "type", value: { type: "CodeableConcept", fields: [{ element: "coding", value: coding(type) }] } },
        ]),
    { element: "system", value: system },
    { element: "value", value },
  ];
  return { kind: "object", type: "Identifier", fields, byTransform: true };
};
