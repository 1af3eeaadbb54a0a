import { isatty } from "node:tty";
import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { allTaskRuns } from "../all-of.js";
import { attach } from "../attach.js";
import { type CommandSpec, count, flag, maxInt32 } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { printLogs } from "../run-logs.js";
import { findRun } from "../run-ref.js";
import { signOf, taskWord } from "../run-tree.js";
import { counted, duration, table } from "../terminal.js";

type TaskRun = NonNullable<Awaited<ReturnType<KernelClient["getTaskRun"]>>["taskRun"]>;

function moreOutput({ logComplete, outputProblem }: TaskRun): string {
  if (logComplete) return "";
  return outputProblem === "" ? ", not complete" : `, more is awaited in vain, trying again: ${outputProblem}`;
}

export const taskRunCommands: readonly CommandSpec[] = [
  {
    usage: "taskrun list <pipeline> [run]",
    summary: "List the task runs of a run",
    run: async (context, [pipelineId, runName]) => {
      const { kernel, terminal, format } = context;
      const taskRuns = await allTaskRuns(kernel, await findRun(context, pipelineId, runName));
      if (format === "json") {
        for (const taskRun of taskRuns) await terminal.print(toJson(taskRun));
        return undefined;
      }
      const rows = taskRuns.map((taskRun) => [
        taskRun.taskId,
        String(taskRun.attempt),
        `${signOf(taskWord(taskRun), terminal)} ${taskWord(taskRun)}`,
        taskRun.exitCode === undefined ? "-" : String(taskRun.exitCode),
        taskRun.startedAtMs > 0 ? duration((taskRun.endedAtMs || Date.now()) - taskRun.startedAtMs) : "-",
        taskRun.reason?.message ?? "",
      ]);
      for (const line of table(["TASK", "ATTEMPT", "STATUS", "EXIT", "TOOK", "WHY"], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "taskrun get <pipeline> <run> <task>",
    summary: "Show one task run with its variables and the reason of its end",
    options: { "--attempt <number>": "this attempt instead of the last" },
    run: async (context, [pipelineId, runName, taskId = ""], options) => {
      const { kernel, terminal, format } = context;
      const ref = await findRun(context, pipelineId, runName);
      const { taskRun } = await kernel.getTaskRun({ ...ref, taskId, attempt: count(options, "attempt", maxInt32) });
      if (format === "json") return void (await terminal.print(toJson(taskRun)));
      if (!taskRun) return undefined;
      const rows = [
        ["status", taskWord(taskRun)],
        ["reason", taskRun.reason?.message ?? "-"],
        ["exit code", taskRun.exitCode === undefined ? "-" : String(taskRun.exitCode)],
        ["attempt", String(taskRun.attempt)],
        ["after", taskRun.dependsOn.join(", ") || "-"],
        ["started", terminal.age(taskRun.startedAtMs)],
        ["ended", terminal.age(taskRun.endedAtMs)],
        ["took", taskRun.startedAtMs > 0 ? duration((taskRun.endedAtMs || Date.now()) - taskRun.startedAtMs) : "-"],
        ["image", taskRun.imageDigest ? `${taskRun.image} (${taskRun.imageDigest})` : taskRun.image],
        ["container", taskRun.externalName || "-"],
        ...(taskRun.keptFromRunId > 0 ? [["kept from", `run ${taskRun.keptFromRunId}`]] : []),
        ["output", `${counted(taskRun.logBytes, "byte")}${moreOutput(taskRun)}`],
      ];
      await terminal.print(
        `${signOf(taskWord(taskRun), terminal)} ${terminal.colors.bold(`${taskRun.pipelineId} #${taskRun.runId} ${taskRun.taskId}`)}`,
      );
      for (const [name = "", value = ""] of rows) await terminal.print(`  ${name.padEnd(10)} ${value}`);
      const variables = taskRun.variables.map(({ key, value, source }) => [
        `  ${key}`,
        value,
        source.replace("SOURCE_", "").toLowerCase().replaceAll("_", " "),
      ]);
      for (const line of table(["  VARIABLE", "VALUE", "FROM"], variables)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "taskrun logs <pipeline> <run> <task>",
    summary: "Write the output of one task exactly as it was written",
    options: {
      "-f, --follow": "go on until it has ended",
      "--attempt <number>": "only this attempt",
      "--tail <lines>": "only the last lines of what has ended",
    },
    run: async (context, [pipelineId, runName, taskId = ""], options) => {
      await printLogs(context, await findRun(context, pipelineId, runName), {
        taskId,
        attempt: count(options, "attempt", maxInt32),
        follow: flag(options, "follow"),
        tailLines: count(options, "tail", maxInt32),
        prefixed: false,
      });
      return undefined;
    },
  },
  {
    usage: "taskrun cancel <pipeline> <run> <task>",
    summary: "Ask one task to end; the rest of its run goes on",
    options: { "--force": "kill it at once" },
    run: async (context, [pipelineId, runName, taskId = ""], options) => {
      const { kernel, terminal, format } = context;
      const ref = await findRun(context, pipelineId, runName);
      const { taskRun } = await kernel.cancelTaskRun({ ...ref, taskId, force: flag(options, "force") });
      if (!taskRun) return ExitCode.bug;
      if (format === "json") return void (await terminal.print(toJson(taskRun)));
      const word = taskWord(taskRun);
      const ended = taskRun.state === "TASK_RUN_STATE_COMPLETE";
      await terminal.print(`task ${taskId} of run ${ref.runId} ${ended ? `is ${word}` : "is being cancelled"}`);
      return undefined;
    },
  },
  {
    usage: "taskrun attach <pipeline> <run> <task> [command...]",
    summary:
      "Open a shell in the container of a task that runs, or run a command there, which stands after --; ends with its exit code",
    options: {
      "--attempt <number>": "this attempt instead of the last",
      "--tty": "give it a terminal, as it gets anyway where standard input and output are one",
      "--no-tty": "give it none: its output and its errors stay apart",
    },
    run: async (context, [pipelineId, runName, taskId = "", ...command], options) => {
      const { format, settings } = context;
      if (format === "json")
        throw new Fault(
          "invalid",
          `what a command writes is handed on as it is, and is no JSON (format is set by ${settings.format.origin}): add --format pretty`,
        );
      return attach(context, {
        ...(await findRun(context, pipelineId, runName)),
        taskId,
        attempt: count(options, "attempt", maxInt32),
        command: command.length > 0 ? command : ["/bin/sh"],
        tty: options["tty"] === undefined ? isatty(0) && isatty(1) : flag(options, "tty"),
      });
    },
  },
];
