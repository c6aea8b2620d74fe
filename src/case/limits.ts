/** The largest case document that is read, in bytes: 1 MB. */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** How deep objects and arrays may stand in each other; the case schema itself needs 8. */
export const MAX_DEPTH = 64;

/** How many values a document may hold: as many images as 1 MB has room for are 35,000. */
export const MAX_VALUES = 40_000;

/** How many fields an object may have; the widest of the schema has 29. */
export const MAX_FIELDS = 1000;

/** How many issues of one document are listed; what is over is told as a number. */
export const MAX_ISSUES = 1000;

/** The longest name of a field in bytes, quotes and escapes included; the schema's own stay below 40. */
export const MAX_NAME_BYTES = 256;
