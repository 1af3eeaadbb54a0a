import { createHash } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, isFault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { Outcome } from "../domain/run.js";
import type { LogChunk } from "../ports/log-store.js";
import type { PluginConnection, TaskClient } from "../ports/plugin-host.js";
import { Watchdog } from "../watchdog.js";
import { backoffMs } from "./backoff.js";
import { createBatcher } from "./batcher.js";
import type { Executor, ExecutorId, ExecutorListener, Observation, Order, Started } from "./executor.js";
import { lost } from "./outcome.js";
import type { Resolver } from "./resolver.js";
import { variablesOf } from "./task-spec.js";

export interface TaskExecutorOptions {
  readonly resolver: Pick<Resolver, "resolveTask">;
  /** Makes what an attempt hands on durable, where the tasks after it find it. Safe to repeat. */
  readonly keepOutputs: (key: string, outputs: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<void>;
}

type RunRequest = Parameters<TaskClient["run"]>[0];
type Message = ReturnType<TaskClient["run"]> extends AsyncIterable<infer Each> ? Each : never;
type TaskEvent = NonNullable<Message["event"]>;

/** An execution whose events are read up to its result. */
interface Execution {
  readonly key: string;
  cursor: Buffer;
  readonly startedAtMs: number;
  /** What it wrote; undefined once that is too much to be told with its end. */
  output: LogChunk[] | undefined;
  outputBytes: number;
  /** Aborts when it is not followed any more. */
  readonly until: AbortController;
  readonly release: () => void;
}

/** The contract asks for a sign of life every 30 s. */
const silenceMs = 90_000;
/** A plugin that says nothing at once has at least not refused. */
const firstMessageMs = 5000;
/** How long a plugin has to tell the end of what it was asked to end, beyond the grace time. */
const lateEndMs = 10_000;
const maxInlineBytes = 16 << 10;

/** Has common tasks done by a task plugin. */
export function openTaskExecutor(
  { alias, closed }: Pick<PluginConnection, "alias" | "closed">,
  client: TaskClient,
  { resolver, keepOutputs }: TaskExecutorOptions,
  listener: ExecutorListener,
): Executor {
  const id: ExecutorId = `task/${alias}`;
  const executions = new Map<string, Execution>();
  const work = new Set<Promise<void>>();

  const forget = createBatcher(async (keys: string[]) => {
    await client.forget({ keys }, { timeoutMs: 10_000, signal: closed });
    return keys.map(() => true);
  });

  const executor: Executor = {
    id,
    closed,
    start,
    async stop({ key, graceMs }) {
      await client.cancel({ key, graceMs }, { timeoutMs: 10_000, signal: closed });
      const execution = executions.get(key);
      if (execution) track(giveUp(execution, graceMs + lateEndMs));
    },
    remove: async (key) => void (await forget(key)),
    removeShared: () => Promise.resolve(),
    inspect: find,
    logs,
    exec: undefined,
    followed: followAll(),
  };
  return executor;

  async function start({ key, run, task, ref, signal, onSent }: Order): Promise<Started> {
    if (task.kind.type !== "common") throw new Fault("internal", `task ${task.id} is no common task`);
    const known = executions.get(key);
    if (known) return { observed: runningOf(known), imageDigest: "" };
    const variables = variablesOf(run, { ...task, image: undefined, injectApiToken: false });
    const written = Object.fromEntries(variables.map(({ key: name, value }) => [name, value]));
    let isAsked = false;
    try {
      const resolved = await resolver.resolveTask(run, ref, task.kind, variables);
      signal.throwIfAborted();
      const request: RunRequest = {
        key,
        settings: { ...resolved.settings },
        variables: { ...written, ...resolved.environment },
        // Over what is written: the attempt must be found again after a secret was replaced.
        specHash: createHash("sha256")
          .update(JSON.stringify([task.kind.settings, written]))
          .digest("hex"),
        origin: { namespace: run.namespace, pipelineId: run.pipelineId, runId: run.runId, taskId: task.id },
      };
      isAsked = true;
      onSent();
      const execution = await join(key, (until) => client.run(request, { signal: until }), signal);
      return { observed: runningOf(execution), imageDigest: "" };
    } catch (error) {
      if (signal.aborted || closed.aborted || isTransient(error)) throw error;
      const mine = !isAsked || isFault(error, "invalid");
      const message = isAsked ? `common task "${alias}": ${messageOf(error)}` : messageOf(error);
      return {
        refused: { status: "failed", reason: { kind: mine ? "failedPrecondition" : "schedulerError", message } },
      };
    }
  }

  /** Undefined when the plugin does not know the key. */
  async function find(key: string): Promise<Observation | undefined> {
    const known = executions.get(key);
    if (known) return runningOf(known);
    try {
      return runningOf(await join(key, (until) => client.attach({ key }, { signal: until })));
    } catch (error) {
      if (isFault(error, "notFound")) return undefined;
      throw error;
    }
  }

  /** Opens the events of an execution, and reads them from then on; throws what the plugin refuses with. */
  async function join(
    key: string,
    open: (until: AbortSignal) => AsyncIterable<Message>,
    signal?: AbortSignal,
  ): Promise<Execution> {
    const execution = newExecution(key);
    const { until } = execution;
    const watchdog = new Watchdog(until.signal, silenceMs);
    const messages = open(watchdog.signal)[Symbol.asyncIterator]();
    const first = messages.next();
    const answered = new AbortController();
    try {
      const waiting = AbortSignal.any([answered.signal, until.signal, ...(signal ? [signal] : [])]);
      await Promise.race([first, delay(firstMessageMs, undefined, { signal: waiting }).catch(() => undefined)]);
      until.signal.throwIfAborted();
      signal?.throwIfAborted();
    } catch (error) {
      watchdog[Symbol.dispose]();
      drop(execution);
      first.catch(() => undefined);
      throw error;
    } finally {
      answered.abort();
    }
    executions.set(key, execution);
    track(follow(execution, chained(first, messages), watchdog));
    return execution;
  }

  function newExecution(key: string): Execution {
    const until = new AbortController();
    const onClosed = () => until.abort();
    closed.addEventListener("abort", onClosed, { once: true });
    if (closed.aborted) onClosed();
    const release = () => closed.removeEventListener("abort", onClosed);
    const nothingYet = { cursor: Buffer.alloc(0), output: [], outputBytes: 0 };
    return { key, startedAtMs: Date.now(), ...nothingYet, until, release };
  }

  function drop({ until, release }: Execution): void {
    release();
    until.abort();
  }

  /** Reads events until there is a result, over every interruption. */
  async function follow(execution: Execution, opened: AsyncIterable<Message>, first: Watchdog): Promise<void> {
    const { key, until } = execution;
    let messages = opened;
    let watchdog = first;
    for (let failures = 0; !until.signal.aborted; failures++) {
      try {
        for await (const { event } of messages) {
          watchdog.heard();
          failures = 0;
          if (!event) continue;
          execution.cursor = event.cursor;
          if (event.log) keep(execution, logOf(event));
          if (event.result) return settle(execution, await outcomeFrom(execution, event.result));
        }
      } catch (error) {
        if (until.signal.aborted) return;
        if (isFault(error, "notFound") || isFault(error, "invalid")) return settle(execution, lost(unknownThere));
        listener.onTrouble(executor, error);
      } finally {
        watchdog[Symbol.dispose]();
      }
      await delay(backoffMs(failures), undefined, { signal: until.signal }).catch(() => undefined);
      watchdog = new Watchdog(until.signal, silenceMs);
      messages = client.attach({ key, cursor: execution.cursor }, { signal: watchdog.signal });
    }
    watchdog[Symbol.dispose]();
  }

  async function giveUp(execution: Execution, afterMs: number): Promise<void> {
    const { signal } = execution.until;
    await delay(afterMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) settle(execution, lost(`common task "${alias}" was asked to end and has not told its end`));
  }

  function settle(execution: Execution, outcome: Outcome): void {
    const { key, startedAtMs, output, until } = execution;
    if (until.signal.aborted) return;
    executions.delete(key);
    drop(execution);
    const end = { outcome, atMs: 0, neverRan: false, output };
    listener.onChange(executor, { key, state: "ended", startedAtMs, externalName: "", end });
  }

  async function outcomeFrom({ key }: Execution, result: NonNullable<TaskEvent["result"]>): Promise<Outcome> {
    const { kind, message, outputs } = result;
    const because = message || "it does not say why";
    switch (kind) {
      case "KIND_SUCCEEDED":
        return keepAll(key, outputs);
      case "KIND_FAILED":
        return { status: "failed", reason: { kind: "abnormalExit", message: because } };
      case "KIND_CANCELLED":
        return { status: "cancelled", reason: { kind: "cancelled", message: message || "cancelled by its plugin" } };
      case "KIND_LOST":
      case "KIND_UNSPECIFIED":
        return lost(message || "its plugin cannot say how it ended");
    }
  }

  /** A task has ended well when what it hands on is there for those after it. */
  async function keepAll(key: string, outputs: Readonly<Record<string, string>>): Promise<Outcome> {
    for (let failures = 0; Object.keys(outputs).length > 0; failures++) {
      try {
        await keepOutputs(key, outputs, closed);
        break;
      } catch (error) {
        closed.throwIfAborted();
        if (!isTransient(error))
          return {
            status: "failed",
            reason: { kind: "failedPrecondition", message: `its outputs cannot be kept: ${messageOf(error)}` },
          };
        listener.onHeld(executor, key, `its outputs cannot be kept, trying again: ${messageOf(error)}`);
        await delay(backoffMs(failures), undefined, { signal: closed });
      }
    }
    return { status: "successful" };
  }

  async function* logs(key: string, cursor: Buffer) {
    using watchdog = new Watchdog(closed, silenceMs);
    for await (const { event } of client.attach({ key, cursor }, { signal: watchdog.signal })) {
      watchdog.heard();
      if (event?.log) yield { chunks: [logOf(event)], eof: false };
      if (event?.result) {
        yield { chunks: [], eof: true };
        return;
      }
    }
  }

  /** There is no list of all executions: those that are known here are asked for one by one. */
  async function followAll(): Promise<void> {
    for (let failures = 0; !closed.aborted; failures++) {
      try {
        const before = new Set(listener.runningKeys(id));
        const found = new Map<string, Observation>();
        await Promise.all(
          [...listener.expectedKeys(id)].map(async (key) => {
            const observed = await find(key);
            if (observed) found.set(key, observed);
          }),
        );
        listener.onList(executor, found, before);
        break;
      } catch (error) {
        if (closed.aborted) break;
        listener.onTrouble(executor, error);
        await delay(backoffMs(failures), undefined, { signal: closed }).catch(() => undefined);
      }
    }
    if (!closed.aborted) await once(closed, "abort");
    await Promise.all(work);
  }

  function track(promise: Promise<void>): void {
    const tracked = promise
      .catch((error: unknown) => {
        if (!closed.aborted) listener.onTrouble(executor, error);
      })
      .finally(() => work.delete(tracked));
    work.add(tracked);
  }
}

const unknownThere = "its plugin does not know it any more";

const runningOf = ({ key, startedAtMs }: Execution): Observation => ({
  ...{ key, state: "running", startedAtMs, externalName: "" },
});

function keep(execution: Execution, chunk: LogChunk): void {
  execution.outputBytes += chunk.data.length;
  if (execution.outputBytes > maxInlineBytes) execution.output = undefined;
  execution.output?.push(chunk);
}

function logOf({ cursor, log }: TaskEvent): LogChunk {
  return {
    cursor,
    stderr: log?.stderr ?? false,
    writtenAtMs: log?.writtenAtMs ?? 0,
    data: log?.data ?? Buffer.alloc(0),
  };
}

/** A stream whose first message was already asked for. */
async function* chained(
  first: Promise<IteratorResult<Message, unknown>>,
  rest: AsyncIterator<Message>,
): AsyncGenerator<Message> {
  try {
    for (let next = await first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
