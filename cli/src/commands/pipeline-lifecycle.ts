import { Fault } from "@gofer/sdk/fault";
import { validatePipeline } from "@gofer/sdk/pipeline";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, flag, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { differences } from "../pipeline-diff.js";
import { loadPipeline } from "../pipeline-program.js";
import { age, counted, table } from "../terminal.js";
import { removalTimeoutMs } from "./namespace.js";
import { execOption, sayWarnings } from "./pipeline.js";

/** Whether pipelines run, their versions, and what a change would do. */
export const pipelineLifecycleCommands: readonly CommandSpec[] = [
  {
    usage: "pipeline validate <path>",
    summary: "Check a pipeline without a kernel",
    options: execOption,
    run: async ({ terminal, format }, [path = ""], options) => {
      const config = await loadPipeline(path, text(options, "exec"));
      const problems = validatePipeline(config);
      if (format === "json") await terminal.print(toJson({ id: config.id, problems }));
      else if (problems.length === 0)
        await terminal.print(`pipeline ${config.id} is good: ${counted(config.tasks.length, "task")}`);
      if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
      return undefined;
    },
  },
  {
    usage: "pipeline plan <path>",
    summary:
      "Show what registering a pipeline would change, when it would fire and why it would be refused; exit code 0 nothing, 20 something, 2 refused",
    options: execOption,
    run: async ({ kernel, namespace, terminal, format }, [path = ""], options) => {
      const written = await loadPipeline(path, text(options, "exec"));
      const mistakes = validatePipeline(written);
      if (mistakes.length > 0) throw new Fault("invalid", mistakes.join("\n"));
      const planned = await kernel.planPipeline({ namespace, config: written });
      const { problems, warnings, triggers } = planned;
      const config = planned.config ?? written;
      const registered = await kernel
        .getPipeline({ namespace, pipelineId: config.id, version: 0 })
        .catch((error: unknown) => {
          if (error instanceof Fault && error.code === "notFound" && !error.message.includes("no namespace")) return;
          throw error;
        });
      const changes = differences(registered?.config ?? undefined, config);
      const version = registered?.pipeline?.version ?? 0;
      if (format === "json") {
        await terminal.print(toJson({ id: config.id, version, changes, problems, warnings, triggers }));
      } else if (changes.length === 0) {
        await terminal.print(`pipeline ${config.id} version ${version} is as it is registered`);
      } else {
        await terminal.print(
          version === 0 ? `pipeline ${config.id} is new` : `pipeline ${config.id} would become version ${version + 1}`,
        );
        const { green, red, yellow } = terminal.colors;
        for (const { path: where, from, to } of changes) {
          if (from === undefined) await terminal.print(green(`  + ${where}: ${to ?? ""}`));
          else if (to === undefined) await terminal.print(red(`  - ${where}: ${from}`));
          else await terminal.print(yellow(`  ~ ${where}: ${from} -> ${to}`));
        }
        if (problems.length === 0) terminal.say(terminal.colors.dim(`register it: gofer up ${path}`));
      }
      if (format !== "json") {
        for (const { label, trigger, nextAtMs, unknownBecause } of triggers) {
          const times = nextAtMs.map((time) => new Date(time).toISOString()).join(", ");
          await terminal.print(
            `  next ${label} (${trigger}): ${unknownBecause ? `not known: ${unknownBecause}` : times || "never"}`,
          );
        }
      }
      if (format !== "json") sayWarnings(terminal, warnings);
      if (problems.length > 0) throw new Fault("invalid", `it would be refused:\n${problems.join("\n")}`);
      return changes.length === 0 ? ExitCode.ok : ExitCode.found;
    },
  },
  {
    usage: "pipeline enable <pipeline>",
    summary: "Let runs start again",
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = ""]) => {
      const response = await kernel.enablePipeline({ namespace, pipelineId });
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(`pipeline ${pipelineId} ${response.changed ? "is enabled" : "was enabled already"}`);
      return undefined;
    },
  },
  {
    usage: "pipeline disable <pipeline>",
    summary: "Let no new run start; runs in progress go on",
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = ""]) => {
      const response = await kernel.disablePipeline({ namespace, pipelineId });
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(`pipeline ${pipelineId} ${response.changed ? "is disabled" : "was disabled already"}`);
      return undefined;
    },
  },
  {
    usage: "pipeline delete <pipeline>",
    summary: "Delete a pipeline with its versions, runs, logs, objects and secrets",
    options: { ...yesOption, "--force": "cancel runs that are not complete, and wait for their end" },
    run: async (context, [pipelineId = ""], options) => {
      const { kernel, namespace, terminal, format, signal } = context;
      await confirm(context, options, `Delete pipeline ${pipelineId} with everything that belongs to it?`);
      const response = await kernel.deletePipeline(
        { namespace, pipelineId, force: flag(options, "force") },
        { signal, timeoutMs: removalTimeoutMs },
      );
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(`deleted pipeline ${pipelineId}: ${counted(response.runs, "run")}`);
      return undefined;
    },
  },
  {
    usage: "pipeline versions <pipeline>",
    summary: "List the versions of a pipeline, newest first",
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = ""]) => {
      const rows: string[][] = [];
      for await (const { versions } of pagesOf((page) =>
        kernel.listPipelineVersions({ namespace, pipelineId, ...page }),
      )) {
        for (const row of versions) {
          if (format === "json") await terminal.print(toJson(row));
          const { version, current, createdAtMs, tasks, runs, rolledBackTo } = row;
          const notes = [...(current ? ["current"] : []), ...(rolledBackTo > 0 ? [`as version ${rolledBackTo}`] : [])];
          rows.push([String(version), age(createdAtMs), String(tasks), String(runs), notes.join(", ")]);
        }
      }
      if (format !== "json")
        for (const line of table(["VERSION", "CREATED", "TASKS", "RUNS", ""], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "pipeline rollback <pipeline> [version]",
    summary: "Make an old version current again, as a new version; the one before unless told",
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = "", version]) => {
      const wanted = version === undefined ? 0 : Number(version);
      if (!Number.isSafeInteger(wanted) || (version !== undefined && wanted < 1))
        throw new Fault("invalid", `version ${JSON.stringify(version)} is not a number from 1`);
      const response = await kernel.rollbackPipeline({ namespace, pipelineId, version: wanted });
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(`pipeline ${pipelineId} version ${response.version} is as version ${response.rolledBackTo}`);
      return undefined;
    },
  },
];
