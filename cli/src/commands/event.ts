import type { KernelClient } from "@gofer/sdk";
import { type CommandSpec, type Context, count, flag, list, text } from "../command.js";
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
    run: async (context, _parameters, options) => {
      const { kernel, namespace, signal } = context;
      const request = {
        namespace: text(options, "pipeline") === undefined ? "" : namespace,
        afterSequence: count(options, "since"),
        reverse: flag(options, "reverse"),
        follow: flag(options, "follow"),
        kinds: [...list(options, "kind")],
        pipelineId: text(options, "pipeline") ?? "",
        runId: count(options, "run"),
        limit: count(options, "limit"),
      };
      for await (const { event } of kernel.listEvents(request, { signal })) {
        if (!event) continue;
        await printEvent(context, event);
      }
      return undefined;
    },
  },
  {
    usage: "event get <sequence>",
    summary: "Show one event",
    run: async (context, [sequence = ""]) => {
      const { event } = await context.kernel.getEvent({ sequence: count({ sequence }, "sequence") });
      if (event) await printEvent(context, event);
      return undefined;
    },
  },
];

type Event = NonNullable<Awaited<ReturnType<KernelClient["getEvent"]>>["event"]>;

async function printEvent({ format, terminal }: Context, event: Event): Promise<void> {
  if (format === "json") return terminal.print(toJson(event));
  const about = [event.pipelineId, event.runId > 0 ? `#${event.runId}` : "", event.taskId].filter(Boolean).join(" ");
  const details = Object.entries(event.details)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  const time = terminal.colors.dim(new Date(event.occurredAtMs).toISOString());
  const by =
    event.initiator && event.initiator.kind !== "KIND_SYSTEM" ? terminal.colors.dim(`by ${event.initiator.name}`) : "";
  const facts = [about, details, by].filter(Boolean).join(" ");
  await terminal.print(`${String(event.sequence).padStart(6)}  ${time}  ${event.kind.padEnd(20)} ${facts}`.trimEnd());
}
