/** Says of a value that `JSON.rawJSON` made it, which TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
export const { isRawJSON } = JSON as typeof JSON & { isRawJSON: (value: unknown) => boolean };
