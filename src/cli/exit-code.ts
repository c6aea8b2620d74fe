/** How a command ends: 0 good, 1 the input is at fault, 2 usage or environment. */
export type ExitCode = 0 | 1 | 2;
