import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { KernelClient } from "@gofer/sdk";
import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import { claimInTurn } from "@gofer/sdk/plugin";
import type { Logger } from "pino";
import * as z from "zod";
import type { Conclusion, GithubApi } from "./github-api.js";
import { readTicket } from "./ticket.js";
import { prefix } from "./variables.js";

const Open = z.object({
  namespace: z.string(),
  pipelineId: z.string(),
  runId: z.number(),
  ticket: z.string(),
  checkRunId: z.number().optional(),
  conclusion: z.enum(["success", "failure", "cancelled", "neutral"]).optional(),
  summary: z.string().default(""),
});
type Open = z.output<typeof Open>;
type EventsOf<Stream> = Stream extends AsyncIterable<{ event: infer Event }> ? NonNullable<Event> : never;
type Event = EventsOf<ReturnType<KernelClient["listEvents"]>>;
const State = z.object({ sequence: z.number(), open: z.array(Open) });

export interface CheckReporterOptions {
  readonly kernel: Pick<KernelClient, "listEvents" | "getRun">;
  readonly github: GithubApi;
  /** Signs the tickets that runs carry. */
  readonly secret: string;
  readonly dataDirectory: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** First pause before something is tried again; doubles up to a minute. */
  readonly retryMs?: number;
}

const conclusions: Readonly<Record<string, Conclusion>> = {
  RUN_STATUS_SUCCESSFUL: "success",
  RUN_STATUS_FAILED: "failure",
  RUN_STATUS_CANCELLED: "cancelled",
};

export interface CheckReporter {
  /** Resolves when every run that is made from now on is heard of. Rejects when it cannot be. */
  readonly listening: Promise<void>;
  /** Resolves when the signal has aborted and all is noted. */
  readonly ended: Promise<void>;
}

/**
 * Follows the kernel's events and shows each run that carries a ticket as a check run on GitHub. How far it has
 * come, and which checks are open, is in a file that is written before anything is done: after a restart it goes
 * on, and a check that was made but not noted is found by its external id.
 */
export function reportChecks(options: CheckReporterOptions): CheckReporter {
  let hears: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (hears = resolve));
  const ended = report(options, hears);
  const listening = Promise.race([heard, ended]);
  // Who wants to know asks.
  listening.catch(() => undefined);
  return { listening, ended };
}

async function report(options: CheckReporterOptions, onListening: () => void): Promise<void> {
  const { kernel, github, secret, dataDirectory, signal, log, retryMs = 1000 } = options;
  const path = join(dataDirectory, "checks.json");
  // While it is replaced, the process before it still reports: two at once would make a check twice.
  using _turn = await claimInTurn(join(dataDirectory, "checks.lock"), signal);
  const latest = await latestSequence();
  const state = readState(path);
  // A kernel whose ledger was made anew counts from the beginning.
  let sequence = Math.min(state?.sequence ?? latest, latest);
  let open = state?.open ?? [];
  let saving = Promise.resolve();
  // Where it begins is noted first: what happens while it is away is looked at from there.
  if (!state) await save();
  onListening();

  /** Writes what is known by then. One that fails is not the end of those behind it. */
  function save(): Promise<void> {
    const saved = saving.then(async () => {
      await writeFile(`${path}.new`, JSON.stringify({ sequence, open }), { mode: 0o600 });
      await rename(`${path}.new`, path);
    });
    saving = saved.catch(() => undefined);
    return saved;
  }

  async function latestSequence(): Promise<number> {
    return persist("the kernel's latest event", async () => {
      for await (const { event } of kernel.listEvents({ reverse: true, limit: 1 }, { signal })) {
        return event?.sequence ?? 0;
      }
      return 0;
    });
  }

  /** Tries until it works, the signal aborts, or the failure is one that stays. */
  async function persist<Value>(what: string, attempt: () => Promise<Value>): Promise<Value> {
    for (let pauseMs = retryMs; ; pauseMs = Math.min(pauseMs * 2, 60_000)) {
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || !isTransient(error)) throw error;
        log.warn({ what, error: messageOf(error), againInMs: pauseMs }, "tried again later");
        await delay(pauseMs, undefined, { signal });
      }
    }
  }

  const working = new Map<Open, Promise<void>>();

  /** Brings GitHub's side of a check up to what is known of the run. One at a time for each run. */
  function work(check: Open): void {
    const running = (working.get(check) ?? Promise.resolve())
      .then(() => bringUp(check))
      .catch((error: unknown) => {
        if (signal.aborted) return;
        log.error({ run: nameOf(check), error: messageOf(error) }, "the check of a run cannot be reported");
        return forget(check);
      })
      .catch((error: unknown) =>
        log.error({ run: nameOf(check), error: messageOf(error) }, "what became of a check cannot be noted"),
      );
    working.set(check, running);
  }

  async function bringUp(check: Open): Promise<void> {
    const ticket = readTicket(check.ticket, secret);
    if (!ticket || !open.includes(check)) return forget(check);
    const { repository, installation, sha: headSha, name } = ticket;
    const place = { repository, installation };
    const run = nameOf(check);
    if (check.checkRunId === undefined) {
      const summary = `Run ${check.runId} of pipeline ${check.pipelineId}: \`gofer run get ${check.pipelineId} ${check.runId}\``;
      const made = { name, headSha, externalId: run, summary };
      check.checkRunId = await persist(`check run of ${run}`, () => github.openCheckRun(place, made));
      await save();
    }
    const { checkRunId, conclusion, summary } = check;
    if (conclusion === undefined) return;
    await persist(`conclusion of ${run}`, () => github.completeCheckRun(place, checkRunId, conclusion, summary));
    await forget(check);
  }

  function forget(check: Open): Promise<void> {
    open = open.filter((other) => other !== check);
    working.delete(check);
    return save();
  }

  async function take({ kind, namespace, pipelineId, runId, initiator, ...event }: Event): Promise<void> {
    const known = open.find(
      (one) => one.namespace === namespace && one.pipelineId === pipelineId && one.runId === runId,
    );
    if (!known && (kind === "run_completed" || initiator?.kind !== "KIND_TRIGGER")) return;
    const { run } = await persist(`run ${runId} of ${pipelineId}`, () =>
      kernel.getRun({ namespace, pipelineId, runId }, { signal }).catch((error: unknown) => {
        // It was deleted since.
        if (error instanceof Fault && error.code === "notFound") return { run: null };
        throw error;
      }),
    );
    const ticket = run?.variables[`${prefix}CHECK`] ?? "";
    const check = known ?? { namespace, pipelineId, runId, ticket, summary: "" };
    if (!known) {
      if (!readTicket(ticket, secret)) return;
      open.push(check);
    }
    if (!run || run.state === "RUN_STATE_COMPLETE") {
      check.conclusion = conclusions[run?.status ?? ""] ?? "neutral";
      check.summary = run?.reason?.message || `Run ${runId} of pipeline ${pipelineId} has ended.`;
    }
    // What is open and how far it has come are noted together, before anything is done about it.
    const before = sequence;
    sequence = event.sequence;
    try {
      await save();
    } catch (error) {
      // Nothing was done about it: it is looked at again.
      sequence = before;
      throw error;
    }
    work(check);
  }

  for (const check of open) work(check);
  for (let pauseMs = retryMs; !signal.aborted; ) {
    try {
      const request = { afterSequence: sequence, follow: true, kinds: ["run_created", "run_completed"] };
      for await (const { event } of kernel.listEvents(request, { signal })) {
        if (!event) continue;
        await take(event);
        sequence = event.sequence;
        if (sequence % 500 === 0) await save();
        pauseMs = retryMs;
      }
    } catch (error) {
      if (signal.aborted) break;
      log.warn({ error: messageOf(error), againInMs: pauseMs }, "the events of the kernel cannot be followed");
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, 60_000);
  }
  await Promise.allSettled([...working.values(), saving]);
}

const nameOf = ({ namespace, pipelineId, runId }: Open) => `${namespace}/${pipelineId}/${runId}`;

/** Undefined when there is none yet. */
function readState(path: string): z.output<typeof State> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return State.parse(JSON.parse(text));
}
