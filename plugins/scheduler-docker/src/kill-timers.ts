import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Engine } from "./engine.js";
import { hasStatus } from "./engine-fault.js";
import type { StopMarks } from "./stop-marks.js";
import type { Task } from "./task-table.js";

/** Kills tasks whose time is over. */
export interface KillTimers {
  /** Kills it now; fine for one that has ended. */
  readonly kill: (key: string, id: string, signal: string) => Promise<void>;
  /** Kills it when its wall time is over, or the time that it was given to end. */
  readonly arm: (task: Task) => void;
  readonly disarm: (key: string) => void;
  readonly close: () => void;
}

const maxTimerMs = 2 ** 31 - 1;

export function openKillTimers({ docker, ask }: Engine, marks: StopMarks, log: Logger): KillTimers {
  const timers = new Map<string, NodeJS.Timeout>();

  const kill: KillTimers["kill"] = async (key, id, signal) => {
    try {
      await ask(docker.getContainer(id).kill({ signal }));
    } catch (error) {
      // It has ended by itself, or is gone.
      if (!hasStatus(error, 404, 409)) throw error;
      log.debug({ key }, "had ended before the signal");
    }
  };

  const arm = (task: Task) => {
    const { key, id, wallTimeMs, startedAtMs } = task;
    const wall = wallTimeMs > 0 ? startedAtMs + wallTimeMs : Number.POSITIVE_INFINITY;
    const dueMs = Math.min(wall, marks.get(key)?.killAtMs ?? Number.POSITIVE_INFINITY);
    disarm(key);
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const leftMs = Math.max(0, dueMs - Date.now());
    const act = () => {
      if (leftMs > maxTimerMs) return arm(task);
      // The engine may be away: the next look at the task sets the timer again.
      marks.set(key, { why: "timeout", killAtMs: dueMs });
      kill(key, id, "SIGKILL").catch((error: unknown) => log.warn({ key, error: messageOf(error) }, "not killed yet"));
    };
    timers.set(key, setTimeout(act, Math.min(leftMs, maxTimerMs)));
  };
  const disarm = (key: string) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  const close = () => {
    for (const key of [...timers.keys()]) disarm(key);
  };
  return { kill, arm, disarm, close };
}
