import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Fault, FaultCode, messageOf } from "../fault.js";
import { Nonconformance } from "./verdict.js";

/** Throws unless the condition holds. The message says what the contract asks for and what was seen. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Nonconformance(message);
}

/** Throws unless the two are deeply equal; bytes are shown shortened. */
export function checkEqual<T>(what: string, actual: T, expected: NoInfer<T>): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Nonconformance(`${what} is ${show(actual)}, expected ${show(expected)}`);
  }
}

/** Waits for the call to be refused with one of the codes; returns the refusal, so that its message can be read. */
export async function refused(
  what: string,
  call: Promise<unknown>,
  ...codes: readonly (keyof typeof FaultCode)[]
): Promise<Fault> {
  const expected = codes.map(statusName).join(" or ");
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    check(
      codes.includes(error.code),
      `${what} is answered ${statusName(error.code)} (${error.message}), expected ${expected}`,
    );
    return error;
  }
  throw new Nonconformance(`${what} is answered OK, expected ${expected}`);
}

/** The gRPC name of a fault code. */
export function statusName(code: keyof typeof FaultCode): string {
  return statusNames[FaultCode[code]] ?? code;
}

const statusNames = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** All messages of a stream that ends. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const messages: T[] = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

/** The first message of a stream, which is then given up. */
export async function first<T>(what: string, stream: AsyncIterable<T>): Promise<T> {
  for await (const message of stream) return message;
  throw new Nonconformance(`${what} ended without a message`);
}

/** Asks until the answer is there. Throws what was waited for when it does not come in time. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 200)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Nonconformance(`waited ${timeoutMs / 1000} s in vain: ${what}`);
    await delay(pauseMs);
  }
}

/** Waits for a promise; throws what was waited for when it does not settle in time. */
export async function within<T>(what: string, timeoutMs: number, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise,
      delay(timeoutMs, undefined, { signal: timer.signal }).then(() => {
        throw new Nonconformance(`not within ${timeoutMs / 1000} s: ${what}`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}

/** A value for people: bytes as text where they are, long ones cut. */
export function show(value: unknown): string {
  const text = Buffer.isBuffer(value)
    ? `${value.length} bytes ${JSON.stringify(value.subarray(0, 80).toString("latin1"))}`
    : (JSON.stringify(value) ?? String(value));
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** What went wrong in a sentence, whoever threw it. */
export function describeError(error: unknown): string {
  return error instanceof Fault ? `${statusName(error.code)}: ${error.message}` : messageOf(error);
}

/** Returns the value; throws when the plugin left it out. */
export function present<T>(what: string, value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Nonconformance(`${what} is missing`);
  return value;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
