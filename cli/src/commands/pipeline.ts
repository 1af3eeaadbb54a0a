import { Fault } from "@gofer/sdk/fault";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, type Context, text } from "../command.js";
import { toJson } from "../json.js";
import { loadPipeline } from "../pipeline-program.js";
import { wordOf } from "../run-tree.js";
import { type Terminal, table } from "../terminal.js";
import { startOptions, startRun } from "./run.js";
import { subscriptionTable } from "./trigger.js";

export const execOption = { "--exec <command>": "command that prints the pipeline, run in its folder" };

async function load({ terminal }: Context, path: string, exec: string | undefined) {
  terminal.say(`reading ${path}`);
  return loadPipeline(path, exec);
}

export function sayWarnings({ say, colors }: Terminal, warnings: readonly string[]): void {
  for (const warning of warnings) say(colors.yellow(`! ${warning}`));
}

interface Registered {
  pipeline: { id: string; version: number } | null;
  warnings: readonly string[];
}

async function report({ format, terminal }: Context, response: Registered, what: string): Promise<void> {
  if (format === "json") return terminal.print(toJson(response));
  const { id = "", version = 0 } = response.pipeline ?? {};
  await terminal.print(`${what} pipeline ${id} version ${version}`);
  sayWarnings(terminal, response.warnings);
  terminal.say(terminal.colors.dim(`run it: gofer run start ${id} --watch`));
}

export const pipelineCommands: readonly CommandSpec[] = [
  {
    usage: "pipeline create <path>",
    summary: "Register a pipeline from its program, folder or file",
    options: execOption,
    run: async (context, [path = ""], options) => {
      const config = await load(context, path, text(options, "exec"));
      await report(context, await context.kernel.createPipeline({ namespace: context.namespace, config }), "created");
      return undefined;
    },
  },
  {
    usage: "pipeline update <path>",
    summary: "Register a changed pipeline as its next version",
    options: execOption,
    run: async (context, [path = ""], options) => {
      const config = await load(context, path, text(options, "exec"));
      const response = await context.kernel.updatePipeline({ namespace: context.namespace, config });
      await report(context, response, response.changed ? "updated" : "unchanged");
      return undefined;
    },
  },
  {
    usage: "up <path>",
    summary: "Create or update a pipeline, whichever applies",
    options: execOption,
    run: async (context, [path = ""], options) => {
      const config = await load(context, path, text(options, "exec"));
      const request = { namespace: context.namespace, config };
      try {
        const response = await context.kernel.updatePipeline(request);
        await report(context, response, response.changed ? "updated" : "unchanged");
      } catch (error) {
        if (!(error instanceof Fault && error.code === "notFound")) throw error;
        await report(context, await context.kernel.createPipeline(request), "created");
      }
      return undefined;
    },
  },
  {
    usage: "pipeline list",
    summary: "List the pipelines of the namespace",
    run: async ({ kernel, namespace, format, terminal }) => {
      const rows: string[][] = [];
      for await (const page of pagesOf((page) => kernel.listPipelines({ namespace, ...page }))) {
        if (format === "json") for (const pipeline of page.pipelines) await terminal.print(toJson(pipeline));
        for (const { id, name, version, state, lastRun } of page.pipelines) {
          const last = lastRun
            ? `#${lastRun.id} ${wordOf(lastRun.state === "RUN_STATE_COMPLETE" ? lastRun.status : lastRun.state)} ${terminal.age(lastRun.createdAtMs)}`
            : "-";
          rows.push([id, name, String(version), state.replace("STATE_", "").toLowerCase(), last]);
        }
      }
      if (format === "json") return undefined;
      if (rows.length === 0) terminal.say("no pipelines: gofer pipeline create <path> registers one");
      else for (const line of table(["ID", "NAME", "VERSION", "STATE", "LAST RUN"], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "pipeline get <pipeline>",
    summary: "Show a pipeline, its tasks and its last run",
    options: { "--version <number>": "show the config of this version" },
    run: async ({ kernel, namespace, format, terminal }, [pipelineId = ""], options) => {
      const response = await kernel.getPipeline({
        namespace,
        pipelineId,
        version: Number(text(options, "version") ?? 0),
      });
      if (format === "json") return void (await terminal.print(toJson(response)));
      const { pipeline, config, subscriptions } = response;
      if (!pipeline || !config) return undefined;
      await terminal.print(
        `${terminal.colors.bold(pipeline.id)} version ${pipeline.version}, ${pipeline.state.replace("STATE_", "").toLowerCase()}, changed ${terminal.age(pipeline.modifiedAtMs)}`,
      );
      if (pipeline.description) await terminal.print(pipeline.description);
      const rows = config.tasks.map(({ id, container, common, dependsOn }) => [
        id,
        container?.image ?? common?.name ?? "",
        Object.entries(dependsOn)
          .map(([parent, condition]) => `${parent} (${condition.replace("DEPENDENCY_CONDITION_", "").toLowerCase()})`)
          .join(", ") || "-",
      ]);
      for (const line of table(["TASK", "IMAGE", "AFTER"], rows)) await terminal.print(line);
      if (subscriptions.length > 0) for (const line of subscriptionTable(subscriptions)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "pipeline run <pipeline>",
    summary: "Start a run; the same as run start",
    options: startOptions,
    run: startRun,
  },
];
