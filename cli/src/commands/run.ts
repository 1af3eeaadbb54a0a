import type { KernelClient } from "@gofer/sdk";
import { type CommandSpec, type Context, flag, list, type Options, text } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { findRun, type RunRequest } from "../run-ref.js";
import { signOf, taskWord, treeOf, wordOf } from "../run-tree.js";
import { age, duration, table } from "../terminal.js";
import { parseVariables } from "../values.js";

type Run = NonNullable<Awaited<ReturnType<KernelClient["getRun"]>>["run"]>;

export const startOptions = {
  "-v, --variable <name=value...>": "variable of the run; name=@file and name=@- read a file or standard input",
  "--watch": "show the run until it ends",
  "--wait": "wait until it ends, and tell by the exit code how",
};

const runWord = ({ state, status }: Run) => wordOf(state === "RUN_STATE_COMPLETE" ? status : state);

function exitCodeOfRun({ status }: Run): number {
  if (status === "RUN_STATUS_SUCCESSFUL") return ExitCode.ok;
  return status === "RUN_STATUS_CANCELLED" ? ExitCode.runCancelled : ExitCode.runFailed;
}

export async function startRun(
  context: Context,
  [pipelineId = ""]: readonly string[],
  options: Options,
): Promise<number | undefined> {
  const { kernel, namespace, format, terminal } = context;
  const { run } = await kernel.startRun({
    namespace,
    pipelineId,
    variables: parseVariables(list(options, "variable")),
  });
  if (!run) return ExitCode.bug;
  const ref = { namespace, pipelineId, runId: run.id };
  if (format === "json") await terminal.print(toJson(run));
  else await terminal.print(`started run ${run.id} of ${pipelineId}`);
  if (flag(options, "watch")) return watch(context, ref);
  if (flag(options, "wait")) return wait(context, ref);
  terminal.say(
    terminal.colors.dim(
      `follow it: gofer run watch ${pipelineId} ${run.id}    its output: gofer run logs ${pipelineId} ${run.id} -f`,
    ),
  );
  return undefined;
}

/** A live tree on a terminal, a line a change elsewhere. Leaving it leaves the run alone. */
async function watch({ kernel, terminal, signal, format }: Context, ref: RunRequest): Promise<number> {
  let last: Parameters<typeof treeOf>[0] | undefined;
  const shown = new Map<string, string>();
  const draw = () => last && terminal.interactive && terminal.redraw(treeOf(last, terminal));
  const clock = setInterval(draw, 1000);
  try {
    for await (const message of kernel.watchRun(ref, { signal })) {
      last = message;
      if (format === "json") await terminal.print(toJson(message));
      else if (terminal.interactive) draw();
      else {
        for (const taskRun of message.taskRuns) {
          const name = taskRun.attempt > 1 ? `${taskRun.taskId} (attempt ${taskRun.attempt})` : taskRun.taskId;
          const line = `${signOf(taskWord(taskRun), terminal)} ${name} ${taskWord(taskRun)}${taskRun.reason ? `: ${taskRun.reason.message}` : ""}`;
          if (shown.get(name) === line) continue;
          shown.set(name, line);
          terminal.say(line);
        }
      }
    }
  } finally {
    clearInterval(clock);
  }
  if (!last?.run) return ExitCode.unavailable;
  if (!terminal.interactive && format !== "json") for (const line of treeOf(last, terminal)) terminal.say(line);
  return exitCodeOfRun(last.run);
}

async function wait({ kernel, signal, terminal, format }: Context, ref: RunRequest): Promise<number> {
  let run: Run | null = null;
  for await (const message of kernel.watchRun(ref, { signal })) run = message.run;
  if (!run) return ExitCode.unavailable;
  if (format === "json") await terminal.print(toJson(run));
  else
    await terminal.print(
      `run ${run.id} of ${run.pipelineId} ${runWord(run)}${run.reason ? `: ${run.reason.message}` : ""}`,
    );
  return exitCodeOfRun(run);
}

/** Output of a run; of several tasks each line begins with its task. */
export async function printLogs(
  { kernel, terminal, signal, format }: Context,
  ref: RunRequest,
  { taskId, follow, prefixed }: { taskId: string; follow: boolean; prefixed: boolean },
): Promise<void> {
  const open = new Map<string, Buffer>();
  const palette = [
    terminal.colors.cyan,
    terminal.colors.magenta,
    terminal.colors.yellow,
    terminal.colors.green,
    terminal.colors.blue,
  ];
  const paint = new Map<string, (text: string) => string>();
  const prefix = (task: string) => {
    const color = paint.get(task) ?? palette[paint.size % palette.length] ?? String;
    paint.set(task, color);
    return color(`${task} | `);
  };
  for await (const { taskId: task, attempt, stderr, data, writtenAtMs } of kernel.streamLogs(
    { ...ref, taskId, attempt: 0, follow },
    { signal },
  )) {
    if (format === "json") {
      await terminal.print(toJson({ taskId: task, attempt, stderr, writtenAtMs, data }));
      continue;
    }
    if (!prefixed) {
      await terminal.write(data);
      continue;
    }
    const name = `${task}${stderr ? "/err" : ""}`;
    const text = Buffer.concat([open.get(name) ?? Buffer.alloc(0), data]);
    const end = text.lastIndexOf(10) + 1;
    open.set(name, text.subarray(end));
    if (end > 0)
      await terminal.print(
        text
          .subarray(0, end - 1)
          .toString()
          .split("\n")
          .map((line) => prefix(task) + line)
          .join("\n"),
      );
  }
  for (const [name, rest] of open)
    if (rest.length > 0) await terminal.print(prefix(name.replace(/\/err$/, "")) + rest.toString());
}

export const runCommands: readonly CommandSpec[] = [
  { usage: "run start <pipeline>", summary: "Start a run of a pipeline", options: startOptions, run: startRun },
  {
    usage: "run list [pipeline]",
    summary: "List runs, newest first",
    options: { "--limit <number>": "how many, 20 unless told" },
    run: async ({ kernel, namespace, format, terminal }, [pipelineId = ""], options) => {
      const { runs } = await kernel.listRuns({
        namespace,
        pipelineId,
        pageSize: Number(text(options, "limit") ?? 20),
        pageToken: "",
        status: "RUN_STATUS_UNSPECIFIED",
      });
      if (format === "json") {
        for (const run of runs) await terminal.print(toJson(run));
        return undefined;
      }
      const rows = runs.map((run) => [
        run.pipelineId,
        String(run.id),
        `${signOf(runWord(run), terminal)} ${runWord(run)}`,
        age(run.createdAtMs),
        run.startedAtMs > 0 ? duration((run.endedAtMs || Date.now()) - run.startedAtMs) : "-",
        run.reason?.message ?? "",
      ]);
      if (rows.length === 0) terminal.say("no runs: gofer run start <pipeline> starts one");
      else
        for (const line of table(["PIPELINE", "RUN", "STATUS", "CREATED", "TOOK", "WHY"], rows))
          await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "run get <pipeline> [run]",
    summary: "Show a run and its task runs",
    run: async (context, [pipelineId, runName]) => {
      const { kernel, terminal, format } = context;
      const ref = await findRun(context, pipelineId, runName);
      const [{ run }, { taskRuns }] = await Promise.all([kernel.getRun(ref), kernel.listTaskRuns(ref)]);
      if (format === "json") return void (await terminal.print(toJson({ run, taskRuns })));
      for (const line of treeOf({ run, taskRuns }, terminal)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "run watch <pipeline> [run]",
    summary: "Show a run live until it ends; Ctrl-C leaves it alone",
    run: async (context, [pipelineId, runName]) => watch(context, await findRun(context, pipelineId, runName)),
  },
  {
    usage: "run wait <pipeline> [run]",
    summary: "Wait until a run ends; the exit code tells how",
    run: async (context, [pipelineId, runName]) => wait(context, await findRun(context, pipelineId, runName)),
  },
  {
    usage: "run logs <pipeline> [run]",
    summary: "Show the output of all tasks of a run",
    options: { "-f, --follow": "go on until everything has ended", "--task <id>": "only this task" },
    run: async (context, [pipelineId, runName], options) => {
      const ref = await findRun(context, pipelineId, runName);
      await printLogs(context, ref, {
        taskId: text(options, "task") ?? "",
        follow: flag(options, "follow"),
        prefixed: true,
      });
      return undefined;
    },
  },
  {
    usage: "run cancel <pipeline> [run]",
    summary: "Ask a run to end",
    options: { "--force": "kill its tasks at once" },
    run: async (context, [pipelineId, runName], options) => {
      const { kernel, terminal, format } = context;
      const { run } = await kernel.cancelRun({
        ...(await findRun(context, pipelineId, runName)),
        force: flag(options, "force"),
      });
      if (!run) return ExitCode.bug;
      if (format === "json") await terminal.print(toJson(run));
      else
        await terminal.print(
          run.state === "RUN_STATE_COMPLETE"
            ? `run ${run.id} of ${run.pipelineId} is ${runWord(run)}`
            : `run ${run.id} of ${run.pipelineId} is being cancelled`,
        );
      return undefined;
    },
  },
];
