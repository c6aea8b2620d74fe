import { createProfileChecker } from "../../src/profile/index.ts";

/**
 * The checker that asks the walk alone: compiled checks may call a resource clean only where this one has no issue.
 *
 * Compiled checks cannot follow references out of a Bundle, so with a way to do so they are not asked; this one leads nowhere.
 */
export const walkingChecker = createProfileChecker([], { find: () => undefined });
