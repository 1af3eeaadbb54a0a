import type { WholeRun } from "@gofer/sdk/whole";
import { duration, oneLine, type Terminal } from "./terminal.js";

type TaskRun = WholeRun["taskRuns"][number];

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

export interface TreeOptions {
  /** Lines that there is room for; all task runs when it is not given. */
  readonly rows?: number;
  /** Last line of output of running attempts, by "<task>.<attempt>". */
  readonly lastLines?: ReadonlyMap<string, string>;
  readonly nowMs?: number;
}

/** One line for the run and one for each attempt of its tasks; what there is no room for is counted. */
export function treeOf({ run, taskRuns }: WholeRun, terminal: Terminal, options: TreeOptions = {}): readonly string[] {
  if (!run) return [];
  const { rows = Number.POSITIVE_INFINITY, nowMs = Date.now() } = options;
  const word = run.state === "RUN_STATE_COMPLETE" ? wordOf(run.status) : wordOf(run.state);
  const took = run.startedAtMs > 0 ? duration((run.endedAtMs || nowMs) - run.startedAtMs) : "";
  const head = [
    signOf(word, terminal),
    terminal.colors.bold(`${run.pipelineId} #${run.id}`),
    word,
    took,
    // What holds a running one back is said at the task.
    run.reason && run.state !== "RUN_STATE_RUNNING" ? terminal.colors.dim(run.reason.message) : "",
  ];
  const shown = shownOf(taskRuns, rows);
  const width = Math.max(0, ...shown.map(({ taskId }) => taskId.length));
  const lines = shown.map((taskRun) => taskLine(taskRun, width, terminal, { ...options, nowMs }));
  const rest = shown.length < taskRuns.length ? [restLine(taskRuns, new Set(shown), terminal)] : [];
  return [head.filter(Boolean).join(" "), ...lines, ...rest];
}

/** What is shown first where there is no room for all: what happens now, what went wrong, what has ended, what waits. */
const importance = ["running", "processing", "failed", "unknown", "cancelled", "successful", "waiting", "skipped"];

/** The task runs that so many lines have room for, in their own order; one line is for the run, one for the rest. */
export function shownOf(taskRuns: WholeRun["taskRuns"], rows: number): WholeRun["taskRuns"] {
  if (taskRuns.length + 1 <= rows) return taskRuns;
  const room = Math.max(0, rows - 2);
  const byWord = new Map<string, TaskRun[]>(importance.map((word) => [word, []]));
  for (const taskRun of taskRuns) byWord.get(taskWord(taskRun))?.push(taskRun);
  // Of what has ended the latest ones.
  byWord.get("successful")?.sort((a, b) => b.endedAtMs - a.endedAtMs);
  const chosen = new Set([...byWord.values()].flat().slice(0, room));
  return taskRuns.filter((taskRun) => chosen.has(taskRun));
}

function restLine(taskRuns: WholeRun["taskRuns"], shown: ReadonlySet<unknown>, { colors }: Terminal): string {
  const counts = new Map<string, number>();
  for (const taskRun of taskRuns) {
    if (!shown.has(taskRun)) counts.set(taskWord(taskRun), (counts.get(taskWord(taskRun)) ?? 0) + 1);
  }
  const words = [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
  return colors.dim(`  … and ${taskRuns.length - shown.size} more: ${words}`);
}

function taskLine(
  taskRun: TaskRun,
  width: number,
  terminal: Terminal,
  { lastLines, nowMs }: TreeOptions & { readonly nowMs: number },
): string {
  const word = taskWord(taskRun);
  const took = taskRun.startedAtMs > 0 ? duration((taskRun.endedAtMs || nowMs) - taskRun.startedAtMs) : "";
  const attempt = taskRun.attempt > 1 ? `attempt ${taskRun.attempt}` : "";
  const waits = word === "waiting" ? `for ${taskRun.dependsOn.join(", ")}` : "";
  const output =
    word === "running"
      ? oneLine(lastLines?.get(`${taskRun.taskId}.${taskRun.attempt}`) ?? taskRun.lastLine.toString())
      : "";
  const why = taskRun.reason ? taskRun.reason.message : waits || output;
  const rest = [attempt, why && terminal.colors.dim(why)].filter(Boolean).join(" ");
  return `  ${signOf(word, terminal)} ${taskRun.taskId.padEnd(width)}  ${word.padEnd(10)} ${took.padStart(7)}  ${rest}`.trimEnd();
}
