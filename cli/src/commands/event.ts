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
      "--limit <number>": "at most so many: the newest ones, or with --since the first ones after it",
    },
    run: async (context, _parameters, options) => {
      const { kernel, namespace, signal } = context;
      const [since, limit] = [count(options, "since"), count(options, "limit")];
      const newest = limit > 0 && since === 0 && !flag(options, "follow");
      const request = {
        // Where the settings name a namespace, what concerns the whole server is still told; where it was asked for, nothing else is.
        namespace: text(options, "pipeline") === undefined ? (text(options, "namespace") ?? "") : namespace,
        afterSequence: since,
        reverse: flag(options, "reverse") || newest,
        follow: flag(options, "follow"),
        kinds: [...list(options, "kind")],
        pipelineId: text(options, "pipeline") ?? "",
        runId: count(options, "run"),
        limit,
      };
      const last: Event[] = [];
      for await (const { event } of kernel.listEvents(request, { signal })) {
        if (!event) continue;
        if (newest && !flag(options, "reverse")) last.unshift(event);
        else await printEvent(context, event);
      }
      for (const event of last) await printEvent(context, event);
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
