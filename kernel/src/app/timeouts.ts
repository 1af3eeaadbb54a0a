import { setTimeout as delay } from "node:timers/promises";
import type { TaskRun } from "../domain/run.js";
import type { RunEvent } from "../domain/transition.js";
import type { LiveRun } from "./live-run.js";

/** A timer of Node takes no longer time. */
const maxTimerMs = 2 ** 31 - 1;

/** The timeouts of runs and their tasks, counted from when they began: a restart gives nobody more time. */
export function createTimeouts(tell: (live: LiveRun, event: RunEvent) => boolean, now: () => number) {
  const arm = (live: LiveRun, dueMs: number, act: () => void): void => {
    const leftMs = dueMs - now();
    const timer = setTimeout(
      () => {
        live.timers.delete(timer);
        if (leftMs > maxTimerMs) arm(live, dueMs, act);
        else act();
      },
      Math.min(Math.max(leftMs, 0), maxTimerMs),
    );
    live.timers.add(timer);
  };

  const armTask = (live: LiveRun, { taskId, attempt, startedAtMs }: TaskRun): void => {
    const timeoutMs = live.plan.tasks.get(taskId)?.timeoutMs ?? 0;
    if (timeoutMs === 0) return;
    arm(live, startedAtMs + timeoutMs, () => tell(live, { type: "taskTimedOut", taskId, attempt, atMs: now() }));
  };

  return {
    armTask,
    /** For a run that has begun, and those of its tasks that have. */
    armRun(live: LiveRun): void {
      const { timeoutMs } = live.plan.config;
      const { state, startedAtMs } = live.run.summary;
      if (state !== "running") return;
      if (timeoutMs > 0) arm(live, startedAtMs + timeoutMs, () => tell(live, { type: "runTimedOut", atMs: now() }));
      for (const taskRun of live.run.taskRuns.values()) if (taskRun.state === "running") armTask(live, taskRun);
    },
  };
}

export async function sleepUntil(dueMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  for (let left = dueMs - now(); left > 0 && !signal.aborted; left = dueMs - now()) {
    await delay(Math.min(left, maxTimerMs), undefined, { signal }).catch(() => undefined);
  }
}
