/** The two forms of a map: FHIR Mapping Language, and the resource. */
export const MAP_FORMS = ["text", "structure-map"] as const;

/** One of the forms of a map. */
export type MapForm = (typeof MAP_FORMS)[number];
