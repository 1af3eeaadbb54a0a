import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, text } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { age, duration, table } from "../terminal.js";

type Subscription = Awaited<ReturnType<KernelClient["getTrigger"]>>["subscriptions"][number];
type Verdict = Awaited<ReturnType<KernelClient["getSchedule"]>>["schedules"][number]["verdicts"][number];

const word = (value: string) =>
  value
    .replace(/^(STATE|KIND)_/, "")
    .toLowerCase()
    .replace("_", " ");

/** The time, and how far away it is. */
function fire(unixMs: number): string {
  if (unixMs === 0) return "-";
  const inMs = unixMs - Date.now();
  return `${new Date(unixMs).toISOString()} (${inMs >= 0 ? `in ${duration(inMs)}` : age(unixMs)})`;
}

function verdict({ kind, lateMs, runId, reason }: Pick<Verdict, "kind" | "lateMs" | "runId" | "reason">): string {
  return [
    word(kind),
    lateMs > 0 ? `by ${duration(lateMs)}` : "",
    runId > 0 ? `run ${runId}` : "",
    reason ? `(${reason})` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What `pipeline get` and `trigger get` show of subscriptions. */
export function subscriptionTable(subscriptions: readonly Subscription[]): readonly string[] {
  return table(
    ["PIPELINE", "LABEL", "TRIGGER", "STATE", "NEXT", "LAST", "MESSAGE"],
    subscriptions.map(({ pipelineId, label, trigger, state, nextAtMs, lastVerdict, message, queued }) => [
      pipelineId,
      label,
      trigger,
      queued > 0 ? `${word(state)}, ${queued} queued` : word(state),
      nextAtMs > 0 ? new Date(nextAtMs).toISOString() : "-",
      lastVerdict ? verdict(lastVerdict) : "-",
      message,
    ]),
  );
}

type Trigger = Awaited<ReturnType<KernelClient["listTriggers"]>>["triggers"][number];

export const triggerCommands: readonly CommandSpec[] = [
  {
    usage: "trigger list",
    summary: "List the installed triggers and what they have to do",
    run: async ({ kernel, namespace, terminal, format }) => {
      const triggers: Trigger[] = [];
      let [eventsAddress, acceptsEvents] = ["", true];
      for await (const list of pagesOf((page) => kernel.listTriggers({ namespace, ...page }))) {
        triggers.push(...list.triggers);
        ({ eventsAddress, acceptsEvents } = list);
      }
      if (format === "json") {
        for (const trigger of triggers) await terminal.print(toJson(trigger));
        return undefined;
      }
      if (triggers.length === 0) terminal.say("no triggers: gofer plugin list shows what is installed");
      const rows = triggers.map((trigger) => [
        trigger.alias,
        trigger.version || "-",
        trigger.ready ? "ready" : "not ready",
        String(trigger.subscriptions),
        String(trigger.waitingEvents),
        String(trigger.deadLetters),
        trigger.eventsPath && `${eventsAddress}${trigger.eventsPath}`,
        trigger.message,
      ]);
      const header = ["ALIAS", "VERSION", "STATE", "SUBSCRIPTIONS", "WAITING", "DEAD", "EVENTS", "MESSAGE"];
      for (const line of table(header, rows)) await terminal.print(line);
      if (!acceptsEvents)
        terminal.say(terminal.colors.yellow("! event ingress is off: gofer service toggle-event-ingress turns it on"));
      return undefined;
    },
  },
  {
    usage: "trigger get <alias>",
    summary: "Show one trigger and its subscriptions",
    run: async ({ kernel, namespace, terminal, format }, [alias = ""]) => {
      const response = await kernel.getTrigger({ namespace, alias });
      if (format === "json") return void (await terminal.print(toJson(response)));
      const { trigger, subscriptions } = response;
      if (!trigger) return undefined;
      const rows: [string, string][] = [
        ["alias", `${trigger.alias} ${trigger.version}`],
        ["state", trigger.ready ? "ready" : "not ready"],
        ["message", trigger.message || "-"],
        ["events", trigger.eventsPath || "-"],
        ["waiting", String(trigger.waitingEvents)],
        ["dead", String(trigger.deadLetters)],
      ];
      for (const [name, value] of rows) await terminal.print(`${name.padEnd(10)} ${value}`);
      if (subscriptions.length > 0) for (const line of subscriptionTable(subscriptions)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "trigger schedule <pipeline>",
    summary: "Show when a pipeline fires next, and how its last expected fires ended",
    options: { "--count <number>": "so many of both, 1 to 100 (default 10)" },
    run: async ({ kernel, namespace, terminal, format }, [pipelineId = ""], options) => {
      const count = Number(text(options, "count") ?? 0);
      const { schedules } = await kernel.getSchedule({ namespace, pipelineId, count });
      if (format === "json") {
        for (const schedule of schedules) await terminal.print(toJson(schedule));
        return undefined;
      }
      if (schedules.length === 0) terminal.say(`pipeline ${pipelineId} has no triggers`);
      for (const { subscription, nextAtMs, unknownBecause, verdicts } of schedules) {
        if (!subscription) continue;
        const { label, trigger, state, message } = subscription;
        await terminal.print(
          `${terminal.colors.bold(label)} (${trigger}) ${word(state)}${message ? `: ${message}` : ""}`,
        );
        if (unknownBecause) await terminal.print(`  next  not known: ${unknownBecause}`);
        for (const time of nextAtMs) await terminal.print(`  next  ${fire(time)}`);
        if (!unknownBecause && nextAtMs.length === 0) await terminal.print("  next  never");
        for (const past of verdicts)
          await terminal.print(`  past  ${new Date(past.expectedAtMs).toISOString()}  ${verdict(past)}`);
      }
      return undefined;
    },
  },
  {
    usage: "trigger audit",
    summary: "Compare what schedules expected with what happened; exit code 20 when something is missing",
    options: { "--since <time>": "from this time on, as 2026-01-31T00:00:00Z (default: the last 24 hours)" },
    run: async ({ kernel, namespace, terminal, format, signal }, _parameters, options) => {
      const since = text(options, "since");
      const sinceMs = since === undefined ? 0 : Date.parse(since);
      if (Number.isNaN(sinceMs))
        throw new Fault(
          "invalid",
          `--since ${JSON.stringify(since)} is not a time: write for example 2026-01-31T00:00:00Z`,
        );
      const rows: string[][] = [];
      const gaps: string[] = [];
      let missing = false;
      for await (const audit of kernel.auditSchedules({ namespace, sinceMs }, { signal })) {
        missing ||= audit.gapsMs.length > 0 || audit.missed > 0;
        if (format === "json") {
          await terminal.print(toJson(audit));
          continue;
        }
        const { pipelineId = "", label = "" } = audit.subscription ?? {};
        rows.push([
          pipelineId,
          label,
          String(audit.expected),
          String(audit.onTime),
          audit.late > 0 ? `${audit.late} (by ${duration(audit.latestMs)} at most)` : "0",
          String(audit.skipped),
          String(audit.missed),
          audit.unknownBecause ? "not known" : String(audit.gapsMs.length),
          audit.unknownBecause,
        ]);
        for (const gap of audit.gapsMs) gaps.push(`${pipelineId} ${label} ${new Date(gap).toISOString()}`);
      }
      if (format !== "json") {
        const header = ["PIPELINE", "LABEL", "EXPECTED", "ON TIME", "LATE", "SKIPPED", "MISSED", "GAPS", "MESSAGE"];
        if (rows.length === 0) terminal.say("no pipeline of the namespace has a schedule");
        else for (const line of table(header, rows)) await terminal.print(line);
        for (const gap of gaps) await terminal.print(`${terminal.colors.red("gap")}  ${gap}`);
      }
      return missing ? ExitCode.found : undefined;
    },
  },
  {
    usage: "trigger deadletters",
    summary: "List the firings and events that came to nothing, and why",
    options: { "--trigger <alias>": "only of this trigger", "--limit <number>": "at most so many (default 100)" },
    run: async ({ kernel, namespace, terminal, format }, _parameters, options) => {
      const trigger = text(options, "trigger") ?? "";
      const rows: string[][] = [];
      let left = Number(text(options, "limit") ?? 100);
      for await (const { deadLetters } of pagesOf((page) => kernel.listDeadLetters({ namespace, trigger, ...page }))) {
        for (const letter of deadLetters.slice(0, left)) {
          left--;
          if (format === "json") await terminal.print(toJson(letter));
          rows.push([
            new Date(letter.refusedAtMs).toISOString(),
            letter.trigger,
            letter.pipelineId ? `${letter.pipelineId} ${letter.label}` : "-",
            letter.eventId,
            letter.reason,
          ]);
        }
        if (left <= 0) break;
      }
      if (format === "json") return undefined;
      if (rows.length === 0) terminal.say("no dead letters");
      else
        for (const line of table(["REFUSED", "TRIGGER", "SUBSCRIPTION", "EVENT", "REASON"], rows))
          await terminal.print(line);
      return undefined;
    },
  },
];
