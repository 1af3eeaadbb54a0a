import type { KernelClient } from "@gofer/sdk";
import { type WholeRun, wholeRun } from "@gofer/sdk/whole";
import type { Context } from "./command.js";
import { ExitCode } from "./exit-code.js";
import { toJson } from "./json.js";
import { createReasonTeller } from "./reason-teller.js";
import { reconnecting } from "./reconnect.js";
import type { RunRequest } from "./run-ref.js";
import { shownOf, signOf, taskWord, treeOf, wordOf } from "./run-tree.js";

type Run = NonNullable<Awaited<ReturnType<KernelClient["getRun"]>>["run"]>;

export const runWord = ({ state, status }: Run) => wordOf(state === "RUN_STATE_COMPLETE" ? status : state);

/** How many tasks the last picture names where it need not fit a screen. */
const plainRows = 100;
const refreshMs = 1000;

function exitCodeOfRun({ status }: Run): number {
  if (status === "RUN_STATUS_SUCCESSFUL") return ExitCode.ok;
  return status === "RUN_STATUS_CANCELLED" ? ExitCode.runCancelled : ExitCode.runFailed;
}

/** A live tree on a terminal, a line a change elsewhere. Leaving it leaves the run alone. */
export async function watch(context: Context, ref: RunRequest): Promise<number> {
  const { kernel, terminal, signal, format } = context;
  const messages = reconnecting(() => kernel.watchRun(ref, { signal }), { terminal, signal });
  if (format === "json") {
    let run: Run | null = null;
    for await (const message of messages) {
      await terminal.print(toJson(message));
      run = message.run;
    }
    return run ? exitCodeOfRun(run) : ExitCode.unavailable;
  }
  const last = terminal.interactive ? await draw(context, ref, messages) : await tell(context, messages);
  return last?.run ? exitCodeOfRun(last.run) : ExitCode.unavailable;
}

type Messages = ReturnType<KernelClient["watchRun"]>;

async function draw(context: Context, ref: RunRequest, messages: Messages): Promise<WholeRun | undefined> {
  const { terminal } = context;
  let last: WholeRun | undefined;
  const lines = createLastLines(context, ref);
  const redraw = () => {
    if (last) terminal.redraw(treeOf(last, terminal, { rows: terminal.rows() - 1, lastLines: lines.known }));
  };
  const clock = setInterval(() => {
    redraw();
    if (last) lines.refresh(shownOf(last.taskRuns, terminal.rows() - 1));
  }, refreshMs);
  try {
    let drawnAtMs = 0;
    for await (const message of wholeRun(messages)) {
      last = message;
      // A run of many tasks changes more often than anybody can read.
      if (Date.now() - drawnAtMs < 50) continue;
      drawnAtMs = Date.now();
      redraw();
    }
  } finally {
    clearInterval(clock);
  }
  // What stays on the screen is whole: a reason whose end was cut off is no help.
  terminal.redraw([]);
  if (last) for (const line of treeOf(last, terminal, { rows: plainRows })) terminal.say(line);
  return last;
}

/** The last lines of running tasks, asked for anew now and then for those that are shown. */
function createLastLines({ kernel, signal }: Context, ref: RunRequest) {
  const known = new Map<string, string>();
  let asking = false;
  const refresh = async (taskRuns: WholeRun["taskRuns"]) => {
    if (asking) return;
    asking = true;
    const running = taskRuns.filter((taskRun) => taskWord(taskRun) === "running");
    const ask = async ({ taskId, attempt }: (typeof running)[number]) => {
      const { taskRun } = await kernel.getTaskRun({ ...ref, taskId, attempt }, { signal });
      known.set(`${taskId}.${attempt}`, taskRun?.lastLine.toString() ?? "");
    };
    // What cannot be asked now, during a restart for example, is asked again in a second.
    await Promise.allSettled(running.map(ask));
    asking = false;
  };
  return { known, refresh: (taskRuns: WholeRun["taskRuns"]) => void refresh(taskRuns) };
}

async function tell({ terminal }: Context, messages: Messages): Promise<WholeRun | undefined> {
  const shown = new Map<string, string>();
  const words = new Map<string, string>();
  const isNews = createReasonTeller(() => Date.now());
  let last: WholeRun | undefined;
  const seen = async function* () {
    for await (const message of messages) {
      const { run } = message;
      if (run?.state === "RUN_STATE_PENDING" && isNews("run", run.reason)) terminal.say(waitLine(run));
      for (const taskRun of message.taskRuns) {
        const name = taskRun.attempt > 1 ? `${taskRun.taskId} (attempt ${taskRun.attempt})` : taskRun.taskId;
        const line = `${signOf(taskWord(taskRun), terminal)} ${name} ${taskWord(taskRun)}${taskRun.reason ? `: ${taskRun.reason.message}` : ""}`;
        // That it is held back no more is said by what becomes of it.
        if (shown.get(name) === line || (!taskRun.reason && words.get(name) === taskWord(taskRun))) continue;
        if (taskRun.reason?.kind === "REASON_KIND_PULLING_IMAGE" && !isNews(`task ${name}`, taskRun.reason)) continue;
        shown.set(name, line);
        words.set(name, taskWord(taskRun));
        terminal.say(line);
      }
      yield message;
    }
  };
  for await (const message of wholeRun(seen())) last = message;
  if (last) for (const line of treeOf(last, terminal, { rows: plainRows })) terminal.say(line);
  return last;
}

/** Why a run does not go on. */
const waitLine = ({ id, pipelineId, reason }: Run) => `run ${id} of ${pipelineId} waits: ${reason?.message ?? ""}`;

/** Waits in silence for a run that goes on, and says of one that does not what it waits for. */
export async function wait({ kernel, signal, terminal, format }: Context, ref: RunRequest): Promise<number> {
  let run: Run | null = null;
  const messages = reconnecting(() => kernel.watchRun({ ...ref, runOnly: true }, { signal }), { terminal, signal });
  const isNews = createReasonTeller(() => Date.now());
  for await (const message of messages) {
    run = message.run;
    if (run && run.state !== "RUN_STATE_COMPLETE" && isNews("run", run.reason)) terminal.say(waitLine(run));
  }
  if (!run) return ExitCode.unavailable;
  if (format === "json") await terminal.print(toJson(run));
  else
    await terminal.print(
      `run ${run.id} of ${run.pipelineId} ${runWord(run)}${run.reason ? `: ${run.reason.message}` : ""}`,
    );
  return exitCodeOfRun(run);
}
