/** The databases that a store can stand on. */
export type DatabaseKind = "sqlite" | "postgres";
