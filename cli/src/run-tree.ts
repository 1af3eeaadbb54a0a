import type { KernelClient } from "@gofer/sdk";
import { duration, type Terminal } from "./terminal.js";

type WatchedRun = ReturnType<KernelClient["watchRun"]> extends AsyncIterable<infer Message> ? Message : never;
type TaskRun = WatchedRun["taskRuns"][number];

/** How a state or status is shown: its word, its sign, its colour. */
export function wordOf(value: string): string {
  return value.replace(/^(TASK_)?RUN_(STATE|STATUS)_/, "").toLowerCase();
}

const signs: Readonly<Record<string, readonly [string, "green" | "red" | "yellow" | "dim" | "cyan"]>> = {
  successful: ["✓", "green"],
  failed: ["✗", "red"],
  unknown: ["?", "red"],
  cancelled: ["⊘", "yellow"],
  skipped: ["-", "dim"],
  running: ["●", "cyan"],
  processing: ["◌", "cyan"],
  waiting: ["…", "dim"],
  pending: ["…", "dim"],
};

export function signOf(word: string, { colors }: Terminal): string {
  const [sign, color] = signs[word] ?? [" ", "dim"];
  return colors[color](sign);
}

export function taskWord({ state, status }: Pick<TaskRun, "state" | "status">): string {
  return wordOf(state === "TASK_RUN_STATE_COMPLETE" ? status : state);
}

/** One line for the run and one for each attempt of its tasks. */
export function treeOf({ run, taskRuns }: WatchedRun, terminal: Terminal, nowMs = Date.now()): readonly string[] {
  if (!run) return [];
  const word = run.state === "RUN_STATE_COMPLETE" ? wordOf(run.status) : wordOf(run.state);
  const took = run.startedAtMs > 0 ? duration((run.endedAtMs || nowMs) - run.startedAtMs) : "";
  const head = [
    signOf(word, terminal),
    terminal.colors.bold(`${run.pipelineId} #${run.id}`),
    word,
    took,
    run.reason ? terminal.colors.dim(run.reason.message) : "",
  ];
  const width = Math.max(0, ...taskRuns.map(({ taskId }) => taskId.length));
  return [head.filter(Boolean).join(" "), ...taskRuns.map((taskRun) => taskLine(taskRun, width, terminal, nowMs))];
}

function taskLine(taskRun: TaskRun, width: number, terminal: Terminal, nowMs: number): string {
  const word = taskWord(taskRun);
  const took = taskRun.startedAtMs > 0 ? duration((taskRun.endedAtMs || nowMs) - taskRun.startedAtMs) : "";
  const attempt = taskRun.attempt > 1 ? `attempt ${taskRun.attempt}` : "";
  const waits = word === "waiting" ? `for ${taskRun.dependsOn.join(", ")}` : "";
  const why = taskRun.reason ? taskRun.reason.message : waits;
  return `  ${signOf(word, terminal)} ${taskRun.taskId.padEnd(width)}  ${word.padEnd(10)} ${took.padStart(7)}  ${[attempt, terminal.colors.dim(why)].filter(Boolean).join(" ")}`.trimEnd();
}
