declare const stage: unique symbol;

/** A value that only one stage can make, so that code that skips a stage does not compile. */
export type Staged<Name extends string, T> = T & { readonly [stage]: Name };
