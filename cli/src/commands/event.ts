import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { type CommandSpec, type Context, count, flag, list, maxInt32, type Options, text } from "../command.js";
import { toJson } from "../json.js";
import { reconnecting } from "../reconnect.js";

export const eventCommands: readonly CommandSpec[] = [
  {
    usage: "event list",
    summary: "List what has happened",
    options: {
      "-f, --follow": "go on with what happens, after the last 10 events; with --since after all that came since",
      "--tail <number>": "with --follow: so many of the last events first instead of 10",
      "--reverse": "newest first",
      "--kind <kind...>": "only these kinds",
      "--since <sequence>": "only after this number; 0 is from the beginning",
      "--pipeline <id>": "only of this pipeline",
      "--run <id>": "only of this run",
      "--limit <number>": "at most so many: the newest ones, or with --since the first ones after it",
    },
    run: async (context, _parameters, options) => {
      const { kernel, namespace, signal, terminal } = context;
      const request: ListRequest = {
        // Where the settings name a namespace, what concerns the whole server is still told; where it was asked for, nothing else is.
        namespace: text(options, "pipeline") === undefined ? (text(options, "namespace") ?? "") : namespace,
        afterSequence: count(options, "since"),
        reverse: flag(options, "reverse"),
        kinds: [...list(options, "kind")],
        pipelineId: text(options, "pipeline") ?? "",
        runId: count(options, "run"),
        limit: count(options, "limit"),
      };
      const isSince = text(options, "since") !== undefined;
      if (request.runId > 0 && request.pipelineId === "")
        throw new Fault("invalid", "--run needs --pipeline: runs are numbered in their pipeline");
      if (flag(options, "follow")) return follow(context, request, isSince ? undefined : tailOf(options));
      if (text(options, "tail") !== undefined)
        throw new Fault("invalid", "--tail is for --follow: --limit names how many of the newest events are listed");
      if (request.limit > 0 && !isSince && !request.reverse) {
        const events = await newest(context, request, request.limit);
        if (events.length === 0) terminal.say(none);
        for (const event of events) await printEvent(context, event);
        return undefined;
      }
      let some = false;
      for await (const { event } of kernel.listEvents(request, { signal })) {
        if (!event) continue;
        some = true;
        await printEvent(context, event);
      }
      if (!some) terminal.say(none);
      return undefined;
    },
  },
  {
    usage: "event get <sequence>",
    summary: "Show one event",
    run: async (context, [sequence = ""]) => {
      if (!/^\d{1,15}$/.test(sequence))
        throw new Fault("invalid", `event ${JSON.stringify(sequence)} is not a number: gofer event list shows them`);
      const { event } = await context.kernel.getEvent({ sequence: Number(sequence) });
      if (event) await printEvent(context, event);
      return undefined;
    },
  },
];

/** What is asked for; a limit of 0 is none. */
interface ListRequest {
  readonly namespace: string;
  readonly afterSequence: number;
  readonly reverse: boolean;
  readonly kinds: string[];
  readonly pipelineId: string;
  readonly runId: number;
  readonly limit: number;
}
type Event = NonNullable<Awaited<ReturnType<KernelClient["getEvent"]>>["event"]>;

const none = "no such events";
const usualTail = 10;
const tailOf = (options: Options) =>
  text(options, "tail") === undefined ? usualTail : count(options, "tail", maxInt32);

/** So many of the last events, the oldest first. */
async function newest({ kernel, signal }: Context, request: ListRequest, limit: number): Promise<readonly Event[]> {
  const events: Event[] = [];
  for await (const { event } of kernel.listEvents({ ...request, reverse: true, limit }, { signal }))
    if (event) events.unshift(event);
  return events;
}

/** The last events and then each one that happens; without a tail all that came after the number of the request. */
async function follow(context: Context, request: ListRequest, tail: number | undefined): Promise<undefined> {
  const { kernel, signal, terminal } = context;
  if (request.reverse) throw new Fault("invalid", "--reverse and --follow exclude each other");
  let left = request.limit || Number.POSITIVE_INFINITY;
  let { afterSequence } = request;
  const show = async (event: Event) => {
    afterSequence = event.sequence;
    left--;
    await printEvent(context, event);
  };
  if (tail !== undefined) {
    // One at least, for its number. Where there is none, whatever comes is new.
    const last = await newest(context, request, Math.max(1, Math.min(tail, left)));
    afterSequence = last.at(-1)?.sequence ?? 0;
    for (const event of tail === 0 ? [] : last) await show(event);
  }
  const open = () =>
    kernel.listEvents({ ...request, follow: true, afterSequence, limit: Number.isFinite(left) ? left : 0 }, { signal });
  if (left > 0) for await (const { event } of reconnecting(open, { terminal, signal })) if (event) await show(event);
  return undefined;
}

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
