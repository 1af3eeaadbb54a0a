import { readFileSync } from "node:fs";
import { constants } from "node:os";
import type { ContainerStatusInput } from "@gofer/sdk/plugin";
import { shortOutput } from "./output.js";
import { isCode, isRunning, type StoredStop, type TaskDirectory } from "./task-directory.js";

export type ContainerStatus = ContainerStatusInput & { readonly key: string; readonly startedAtMs: number };

/** A task may be removed at any moment, also by another process of this plugin that is about to take over or to end. */
export function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

export function statusOf(task: TaskDirectory): ContainerStatus {
  const { key, specHash } = task.spec;
  const shared = { key, specHash, externalName: task.path, addresses: {} };
  const error = task.startError;
  if (error) {
    const exit = {
      reason: "REASON_START_ERROR" as const,
      exitCode: error.code,
      _exitCode: "exitCode" as const,
      signal: "",
      startedAtMs: 0,
      finishedAtMs: 0,
      message: error.message,
    };
    return { ...shared, state: "STATE_EXITED", startedAtMs: 0, exit };
  }
  const leader = task.process;
  if (!leader) return { ...shared, state: "STATE_CREATED", startedAtMs: 0, exit: null };
  const { startedAtMs } = leader;
  // Asked in this order: the wrapper leaves the exit before it dies.
  const alive = isRunning(leader.pid, leader.startTicks);
  const exit = task.exit;
  if (exit) {
    const result = exitResult(exit, task.stop?.why, startedAtMs);
    const chunks = shortOutput(task, exit.finishedAtMs);
    return {
      ...shared,
      state: "STATE_EXITED",
      startedAtMs,
      exit: { ...result, ...(chunks ? { output: { chunks } } : {}) },
    };
  }
  if (alive) return { ...shared, state: "STATE_RUNNING", startedAtMs, exit: null };
  const lost = {
    reason: "REASON_LOST" as const,
    signal: "",
    startedAtMs,
    finishedAtMs: Date.now(),
    message: "its process is gone and left no result: the host was restarted, or somebody killed its wrapper",
  };
  return { ...shared, state: "STATE_EXITED", startedAtMs, exit: lost };
}

function exitResult(
  { code: exitCode, finishedAtMs }: { code: number; finishedAtMs: number },
  stopped: StoredStop["why"] | undefined,
  startedAtMs: number,
): NonNullable<ContainerStatus["exit"]> {
  // A shell reports a death by signal n as 128 + n.
  const signal = Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0] ?? "";
  const reason =
    stopped === "timeout"
      ? "REASON_TIMEOUT"
      : stopped !== undefined
        ? "REASON_STOPPED"
        : signal
          ? "REASON_SIGNALED"
          : "REASON_EXITED";
  return { reason, exitCode, _exitCode: "exitCode", signal, startedAtMs, finishedAtMs, message: "" };
}

/** The group is the wrapper's; the wrapper ignores what ends the task, so that it can still report. */
export function signalTask(pid: number | undefined, name: NodeJS.Signals, wrapperToo = false): void {
  if (pid === undefined) return;
  try {
    if (name !== "SIGKILL" || wrapperToo) process.kill(-pid, name);
    else for (const child of childrenOf(pid)) process.kill(child, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
    return children.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}
