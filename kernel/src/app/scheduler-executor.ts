import { Fault, isFault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { RunRecord } from "../ports/ledger.js";
import type { PluginConnection, SchedulerClient } from "../ports/plugin-host.js";
import type { ContainerStatus } from "./container-list.js";
import type { Exec, Executor, ExecutorId, ExecutorListener, Observation, Order, Started } from "./executor.js";
import { describePull, type PullProgress } from "./images.js";
import { chunkFromProto } from "./log-capture.js";
import { imageTrouble, outcomeOf, startFailure } from "./outcome.js";
import type { Resolver } from "./resolver.js";
import { type ExecRequest, openSchedulerLink, type SchedulerLink } from "./scheduler-link.js";
import { type ApiAccess, containerSpec, sandboxOf, variablesOf } from "./task-spec.js";

export interface SchedulerExecutorOptions {
  readonly resolver: Pick<Resolver, "resolveTask">;
  /** How the tasks of a run reach the API; resolves when the API is open. */
  readonly apiAccess: (run: RunRecord) => Promise<ApiAccess>;
}

/** Begins container tasks on a scheduler plugin. */
export function openSchedulerExecutor(
  { alias, closed, features }: Pick<PluginConnection, "alias" | "closed" | "features">,
  client: SchedulerClient,
  options: SchedulerExecutorOptions,
  listener: ExecutorListener,
): Executor {
  const id: ExecutorId = `scheduler/${alias}`;
  const link: SchedulerLink = openSchedulerLink({ alias, closed, features }, client, {
    onList(_link, containers, before) {
      const found = new Map<string, Observation>();
      for (const [key, status] of containers) found.set(key, observationOf(status));
      listener.onList(executor, found, before);
    },
    onChange: (_link, status) => listener.onChange(executor, observationOf(status)),
    runningKeys: () => listener.runningKeys(id),
    onTrouble: (error) => listener.onTrouble(executor, error),
    onFitness: (problem) => listener.onFitness(executor, problem),
  });
  const executor: Executor = {
    id,
    closed,
    start: (order) => start(link, order, options),
    stop: link.stop,
    remove: (key) => link.remove({ key }),
    removeShared: (runKey) => link.remove({ sandbox: sandboxOf(runKey) }),
    async inspect(key) {
      const status = await link.inspect(key);
      return status && observationOf(status);
    },
    async *logs(key, cursor) {
      for await (const { chunks, eof } of link.logs(key, cursor)) yield { chunks: chunks.map(chunkFromProto), eof };
    },
    exec: link.exec && execOn(link.exec),
    followed: link.followed,
  };
  return executor;
}

async function start(
  link: SchedulerLink,
  { key, run, task, ref, failures, signal, onSent, onPull }: Order,
  { resolver, apiAccess }: SchedulerExecutorOptions,
): Promise<Started> {
  const container = task.kind;
  if (container.type !== "container") throw new Fault("internal", `task ${task.id} is no container`);
  const variables = variablesOf(run, { ...task, ...container });
  let phase: "variables" | "image" | "start" = "variables";
  try {
    const resolved = await resolver.resolveTask(run, ref, container, variables);
    signal.throwIfAborted();
    phase = "image";
    const onProgress = (progress: PullProgress) => {
      // What became of the try before says more than that there is another one, until that one gets anywhere.
      if (failures === 0 || progress.currentBytes > 0) onPull(describePull(container.image, progress));
    };
    const image = await link.images
      .prepare(container.image, resolved.registryAuth, onProgress)
      .finally(() => onPull(undefined));
    signal.throwIfAborted();
    phase = "start";
    const spec = containerSpec(
      run,
      { id: task.id, timeoutMs: task.timeoutMs, container },
      {
        key,
        image: image.reference,
        variables,
        resolved: resolved.environment,
        apiAccess: container.injectApiToken ? await apiAccess(run) : undefined,
      },
    );
    // Seen to have run while its token was made: it could be removed by now, and would begin once more.
    signal.throwIfAborted();
    onSent();
    return { observed: observationOf(await link.start(spec)), imageDigest: image.digest };
  } catch (error) {
    if (signal.aborted || link.closed.aborted) throw error;
    if (isFault(error) && isTransient(error))
      throw phase === "image" ? new Fault(error.code, imageTrouble(container.image, error), { cause: error }) : error;
    if (phase === "start" && isFault(error, "notFound") && failures < 3) {
      link.images.forget(container.image);
      throw new Fault("unavailable", messageOf(error), { cause: error });
    }
    return { refused: startFailure(phase, container.image, error) };
  }
}

function execOn(exec: NonNullable<SchedulerLink["exec"]>): Exec {
  return async function* (key, { words, tty, size }, input, signal) {
    async function* requests(): AsyncGenerator<ExecRequest> {
      yield { event: "start", start: { key, command: [...words], tty, size: size ?? null } };
      for await (const given of input)
        yield "stdin" in given ? { event: "stdin", ...given } : { event: "resize", ...given };
      yield { event: "stdinEof", stdinEof: true };
    }
    for await (const { stdout, stderr, exitCode } of exec(requests(), signal)) {
      if (stdout) yield { stdout };
      else if (stderr) yield { stderr };
      else if (exitCode !== undefined) yield { exitCode };
    }
  };
}

function observationOf({ key, state, startedAtMs, externalName, exit }: ContainerStatus): Observation {
  const about = { key, startedAtMs, externalName };
  if (state !== "STATE_EXITED") return { ...about, state: state === "STATE_RUNNING" ? "running" : "created" };
  return {
    ...about,
    state: "ended",
    end: {
      outcome: outcomeOf(exit),
      atMs: exit?.finishedAtMs ?? 0,
      neverRan: exit?.reason === "REASON_START_ERROR",
      output: exit?.output?.chunks.map(chunkFromProto),
    },
  };
}
