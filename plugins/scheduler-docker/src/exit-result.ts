import { constants } from "node:os";
import type { ExitResultInput } from "@gofer/sdk/plugin";
import type { StopMark } from "./stop-marks.js";

/** How a container ended, and what this plugin had to do with it. */
export interface End {
  /** Undefined when the engine does not know it. */
  readonly exitCode: number | undefined;
  readonly outOfMemory: boolean;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly mark: StopMark | undefined;
  /** It ended while the engine was away or coming back. */
  readonly withEngine: boolean;
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

export function exitResult({
  exitCode,
  outOfMemory,
  startedAtMs,
  finishedAtMs,
  mark,
  withEngine,
}: End): ExitResultInput {
  // The runtime reports a death by signal n as 128 + n.
  const signal = exitCode === undefined ? "" : (signalNames.get(exitCode - 128) ?? "");
  const ended = (reason: NonNullable<ExitResultInput["reason"]>, message = ""): ExitResultInput => ({
    reason,
    ...(exitCode === undefined ? {} : { exitCode, _exitCode: "exitCode" as const }),
    signal,
    startedAtMs,
    finishedAtMs,
    message,
  });
  if (mark) return ended(mark.why === "timeout" ? "REASON_TIMEOUT" : "REASON_STOPPED");
  // The engine says so as well when only a child was killed and the command went on.
  if (outOfMemory && exitCode === 137) return ended("REASON_OUT_OF_MEMORY");
  if (withEngine && signal !== "")
    return ended(
      "REASON_EVICTED",
      "the Docker engine stopped and took its containers with it: with live-restore they would have gone on",
    );
  if (exitCode === undefined)
    return lostResult(startedAtMs, "its machine or engine went down, and the engine does not know how it ended");
  return ended(signal === "" ? "REASON_EXITED" : "REASON_SIGNALED");
}

/** Of a container that could not be started for good. */
export function startErrorResult(exitCode: number | undefined, message: string, finishedAtMs: number): ExitResultInput {
  return {
    reason: "REASON_START_ERROR",
    ...(exitCode === undefined ? {} : { exitCode, _exitCode: "exitCode" as const }),
    signal: "",
    startedAtMs: 0,
    finishedAtMs,
    message,
  };
}

/** Of a container of which the engine does not know how it ended. */
export function lostResult(startedAtMs: number, message: string): ExitResultInput {
  return { reason: "REASON_LOST", signal: "", startedAtMs, finishedAtMs: Date.now(), message };
}
