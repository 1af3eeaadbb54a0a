import type { FaultCode } from "@gofer/sdk/fault";

/** Exit codes of the command line. 10 and 11 tell how a run, or a test of a plugin, ended that was waited for; 20 that something was found. */
export const ExitCode = {
  ok: 0,
  bug: 1,
  invalid: 2,
  notAuthorised: 3,
  notFound: 4,
  exists: 5,
  wrongState: 6,
  timedOut: 7,
  unavailable: 8,
  runFailed: 10,
  testFailed: 10,
  runCancelled: 11,
  /** What was looked for is there: `pipeline plan` found changes, or a schedule missed runs. */
  found: 20,
  interrupted: 130,
} as const;

/** Exhaustive: a new fault code without an exit code does not compile. */
export const exitCodeOf = {
  cancelled: ExitCode.interrupted,
  unknown: ExitCode.bug,
  invalid: ExitCode.invalid,
  deadline: ExitCode.timedOut,
  notFound: ExitCode.notFound,
  exists: ExitCode.exists,
  denied: ExitCode.notAuthorised,
  exhausted: ExitCode.unavailable,
  precondition: ExitCode.wrongState,
  aborted: ExitCode.unavailable,
  outOfRange: ExitCode.invalid,
  unimplemented: ExitCode.wrongState,
  internal: ExitCode.bug,
  unavailable: ExitCode.unavailable,
  dataLoss: ExitCode.bug,
  unauthenticated: ExitCode.notAuthorised,
} as const satisfies Record<FaultCode, number>;
