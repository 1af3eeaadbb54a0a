import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { pagesOf } from "@gofer/sdk/whole";
import { allTaskRuns } from "../all-of.js";
import { type CommandSpec, type Context, count, flag, list, maxInt32, type Options, text } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { printLogs } from "../run-logs.js";
import { findRun } from "../run-ref.js";
import { signOf, treeOf } from "../run-tree.js";
import { runWord, wait, watch } from "../run-watch.js";
import { counted, duration, oneLine, table } from "../terminal.js";
import { parseVariables } from "../values.js";
import { runWhyCommand } from "./run-why.js";

type Run = NonNullable<Awaited<ReturnType<KernelClient["getRun"]>>["run"]>;

export const startOptions = {
  "-v, --variable <name=value...>": "variable of the run; name=@file and name=@- read a file or standard input",
  "--watch": "show the run until it ends",
  "--wait": "wait until it ends, and tell by the exit code how",
};

export async function startRun(
  context: Context,
  [pipelineId = ""]: readonly string[],
  options: Options,
): Promise<number | undefined> {
  const { kernel, namespace } = context;
  const variables = parseVariables(list(options, "variable"));
  const { run } = await kernel.startRun({ namespace, pipelineId, variables });
  return run ? follow(context, run, options) : ExitCode.bug;
}

/** Tells of a run that was started, and watches or waits as asked. */
async function follow(context: Context, run: Run, options: Options, how = ""): Promise<number | undefined> {
  const { namespace, format, terminal } = context;
  const { pipelineId, id } = run;
  const ref = { namespace, pipelineId, runId: id };
  if (format === "json") await terminal.print(toJson(run));
  else await terminal.print(["started run", id, "of", pipelineId, how].filter(Boolean).join(" "));
  if (flag(options, "watch")) return watch(context, ref);
  if (flag(options, "wait")) return wait(context, ref);
  const hint = `follow it: gofer run watch ${pipelineId} ${id}    its output: gofer run logs ${pipelineId} ${id} -f`;
  terminal.say(terminal.colors.dim(hint));
  return undefined;
}

/** Where a run comes from: what people ask first of one that they did not start. */
function aboutRun(run: Run, created: string): readonly string[] {
  const { pipelineVersion, initiator, scheduler, retryOf } = run;
  const variables = Object.entries(run.variables).map(([key, value]) => `${key}=${value}`);
  const words = [`started ${created} by ${initiator?.name ?? ""}`, `version ${pipelineVersion}`, scheduler];
  if (retryOf > 0) words.push(`repeats run ${retryOf}`);
  return [`  ${words.join(", ")}`, ...variables.map((variable) => `  with ${oneLine(variable)}`)];
}

export const runCommands: readonly CommandSpec[] = [
  { usage: "run start <pipeline>", summary: "Start a run of a pipeline", options: startOptions, run: startRun },
  {
    usage: "run list [pipeline]",
    summary: "List runs, newest first",
    options: { "--limit <number>": "how many, 20 unless told" },
    run: async ({ kernel, namespace, format, terminal }, [pipelineId = ""], options) => {
      const limit = text(options, "limit") === undefined ? 20 : count(options, "limit");
      if (limit === 0) throw new Fault("invalid", "--limit 0 leaves nothing: name a number from 1");
      const runs: Run[] = [];
      const list = ({ pageToken }: { readonly pageToken: string }) =>
        kernel.listRuns({ namespace, pipelineId, pageSize: Math.min(limit, 500), pageToken });
      for await (const page of pagesOf(list)) {
        runs.push(...page.runs.slice(0, limit - runs.length));
        if (runs.length >= limit) break;
      }
      if (format === "json") {
        for (const run of runs) await terminal.print(toJson(run));
        return undefined;
      }
      const rows = runs.map((run) => [
        run.pipelineId,
        String(run.id),
        `${signOf(runWord(run), terminal)} ${runWord(run)}`,
        terminal.age(run.createdAtMs),
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
      const [{ run }, taskRuns] = await Promise.all([kernel.getRun(ref), allTaskRuns(kernel, ref)]);
      if (format === "json") return void (await terminal.print(toJson({ run, taskRuns })));
      const [head, ...tasks] = treeOf({ run, taskRuns }, terminal);
      const about = run ? aboutRun(run, terminal.age(run.createdAtMs)) : [];
      for (const line of [head ?? "", ...about.map((line) => terminal.colors.dim(line)), ...tasks])
        await terminal.print(line);
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
    summary: "Wait until a run ends; the exit code tells how, and standard error what it waits for",
    run: async (context, [pipelineId, runName]) => wait(context, await findRun(context, pipelineId, runName)),
  },
  {
    usage: "run logs <pipeline> [run]",
    summary: "Show the output of all tasks of a run",
    options: {
      "-f, --follow": "go on until everything has ended",
      "--task <id>": "only this task",
      "--tail <lines>": "only the last lines of what has ended",
    },
    run: async (context, [pipelineId, runName], options) => {
      const ref = await findRun(context, pipelineId, runName);
      await printLogs(context, ref, {
        taskId: text(options, "task") ?? "",
        attempt: 0,
        follow: flag(options, "follow"),
        tailLines: count(options, "tail", maxInt32),
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
  {
    usage: "run cancel-all <pipeline>",
    summary: "Ask every run of a pipeline to end, queued ones included",
    options: { "--force": "kill their tasks at once" },
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = ""], options) => {
      const response = await kernel.cancelAllRuns({ namespace, pipelineId, force: flag(options, "force") });
      if (format === "json") return void (await terminal.print(toJson(response)));
      const { runIds } = response;
      await terminal.print(
        runIds.length === 0
          ? `no run of ${pipelineId} is in progress`
          : `${counted(runIds.length, "run")} of ${pipelineId} being cancelled: ${runIds.join(", ")}`,
      );
      return undefined;
    },
  },
  {
    usage: "run retry <pipeline> [run]",
    summary: "Start a run like an earlier one, with its version and its variables",
    options: {
      "--failed": "keep what was successful, and run only the rest",
      "--watch": startOptions["--watch"],
      "--wait": startOptions["--wait"],
    },
    run: async (context, [pipelineId, runName], options) => {
      const ref = await findRun(context, pipelineId, runName);
      const { run } = await context.kernel.retryRun({ ...ref, onlyFailed: flag(options, "failed") });
      return run ? follow(context, run, options, `as a repetition of run ${ref.runId}`) : ExitCode.bug;
    },
  },
  {
    usage: "run delete-logs <pipeline> <run>",
    summary: "Delete the output of a complete run",
    run: async (context, [pipelineId, runName]) => {
      const ref = await findRun(context, pipelineId, runName);
      await context.kernel.deleteRunLogs(ref);
      await context.terminal.print(`deleted the output of run ${ref.runId} of ${ref.pipelineId}`);
      return undefined;
    },
  },
  runWhyCommand,
];
