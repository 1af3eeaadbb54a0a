/**
 * Every way an operation can fail, as the caller sees it, and its gRPC status code.
 * Closed on purpose: a new code is an API change.
 */
export const FaultCode = {
  cancelled: 1,
  unknown: 2,
  invalid: 3,
  deadline: 4,
  notFound: 5,
  exists: 6,
  denied: 7,
  exhausted: 8,
  precondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
  unauthenticated: 16,
} as const;
export type FaultCode = keyof typeof FaultCode;

export interface FaultOptions extends ErrorOptions {
  /** Put in front of the message. */
  readonly peer?: string;
}

/** An expected failure, safe to show to the caller. Anything else that is thrown is a bug and becomes `internal`. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  /** Who said it, for example `plugin "docker" 0.1.0, Start`; empty when it comes from here. */
  readonly peer: string;
  /** The message without who said it. */
  readonly said: string;

  constructor(code: FaultCode, message: string, { peer = "", ...options }: FaultOptions = {}) {
    super(peer === "" ? message : `${peer}: ${message}`, options);
    this.code = code;
    this.peer = peer;
    this.said = message;
  }
}

const codeByStatus = new Map<number, FaultCode>(
  Object.entries(FaultCode).map(([code, status]) => [status, code as FaultCode]),
);

/** The fault code of a gRPC status code; `unknown` for numbers outside the standard. */
export function faultCodeOf(status: number): FaultCode {
  return codeByStatus.get(status) ?? "unknown";
}

/** What travels over the wire for an error: a bug never shows its message. */
export function toStatus(error: unknown): { code: number; details: string } {
  if (error instanceof Fault) return { code: FaultCode[error.code], details: error.message };
  if (error instanceof Error && error.name === "AbortError") return { code: 1, details: "cancelled" };
  return { code: FaultCode.internal, details: "internal error" };
}

/** True for a fault, of a code where one is named. */
export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}

/** True for a fault that may go away by itself, so that the same call may be made again. */
export function isTransient(error: unknown): boolean {
  return error instanceof Fault && ["unavailable", "aborted", "exhausted", "deadline"].includes(error.code);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
