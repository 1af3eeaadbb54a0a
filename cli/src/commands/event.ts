import { type CommandSpec, flag, list, text } from "../command.js";
import { toJson } from "../json.js";

export const eventCommands: readonly CommandSpec[] = [
  {
    usage: "event list",
    summary: "List what has happened",
    options: {
      "-f, --follow": "go on with what happens",
      "--reverse": "newest first",
      "--kind <kind...>": "only these kinds",
      "--since <sequence>": "only after this number",
      "--pipeline <id>": "only of this pipeline",
      "--run <id>": "only of this run",
      "--limit <number>": "at most so many",
    },
    run: async ({ kernel, namespace, terminal, format, signal }, _parameters, options) => {
      const number = (name: string) => Number(text(options, name) ?? 0);
      const request = {
        namespace: text(options, "pipeline") === undefined ? "" : namespace,
        afterSequence: number("since"),
        reverse: flag(options, "reverse"),
        follow: flag(options, "follow"),
        kinds: [...list(options, "kind")],
        pipelineId: text(options, "pipeline") ?? "",
        runId: number("run"),
        limit: number("limit"),
      };
      for await (const { event } of kernel.listEvents(request, { signal })) {
        if (!event) continue;
        if (format === "json") {
          await terminal.print(toJson(event));
          continue;
        }
        const about = [event.pipelineId, event.runId > 0 ? `#${event.runId}` : "", event.taskId]
          .filter(Boolean)
          .join(" ");
        const details = Object.entries(event.details)
          .map(([key, value]) => `${key}=${value}`)
          .join(" ");
        const time = new Date(event.occurredAtMs).toISOString();
        await terminal.print(
          `${String(event.sequence).padStart(6)}  ${terminal.colors.dim(time)}  ${event.kind.padEnd(20)} ${about} ${details}`.trimEnd(),
        );
      }
      return undefined;
    },
  },
];
