import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, FaultCode, messageOf } from "@gofer/sdk/fault";
import type {
  ContainerSpec,
  ItemErrorInput,
  OpenPlugin,
  PluginContext,
  RoleImpl,
  StartResultInput,
} from "@gofer/sdk/plugin";
import type Docker from "dockerode";
import type { Config } from "./config.js";
import { type Attachment, containerBody, enforcements, refusalOf } from "./container-body.js";
import type { Engine, EngineFacts } from "./engine.js";
import { type EngineEvent, followEngine } from "./engine-events.js";
import { answerOf, hasStatus, startErrorOf } from "./engine-fault.js";
import { EventFeed } from "./event-feed.js";
import { execInside } from "./exec.js";
import { exitResult, lostResult, startErrorResult, unknownExitCode } from "./exit-result.js";
import { openImages } from "./image.js";
import { jsonLines } from "./json-lines.js";
import { label, taskName } from "./labels.js";
import { lastLineEnded } from "./local-log-file.js";
import { initError, streamLogs } from "./log-stream.js";
import { Sandboxes } from "./sandboxes.js";
import { Slots } from "./slots.js";
import { sampleOf } from "./stats.js";
import { type StopMark, StopMarks } from "./stop-marks.js";
import { statusOf, type Task, TaskTable } from "./task-table.js";

type Scheduler = RoleImpl<"scheduler">;
type StopItem = Parameters<Scheduler["stop"]>[0]["items"][number];

export interface DockerSchedulerOptions extends PluginContext {
  readonly config: Config;
  readonly engine: Engine;
}

interface LookOptions {
  /** When the engine went away that is back now. */
  readonly awayMs?: number;
  /** The engine has just told the end. */
  readonly seen?: boolean;
}

/** Beyond this an item is better answered "later" than kept waiting: the deadline of Start is a minute. */
const longestQueueMs = 40_000;
/** How long opening waits for the first answer of the engine. One that is not there says so at once. */
const firstAnswerMs = 3000;
const inspectionsAtOnce = 16;
const removalsAtOnce = 8;
const maxTimerMs = 2 ** 31 - 1;

/** The scheduler role on a Docker engine. All it must remember is in the labels and states of the containers. */
export async function openDockerScheduler(options: DockerSchedulerOptions): Promise<OpenPlugin<"scheduler">> {
  const { config, engine, log, signal, reportStatus, installationId } = options;
  const { docker, ask } = engine;
  const feed = new EventFeed();
  const tasks = new TaskTable((event) => feed.add(event));
  const marks = new StopMarks(options.dataDirectory);
  const images = openImages(engine);
  const timers = new Map<string, NodeJS.Timeout>();
  const standardInputs = new Map<string, NodeJS.ReadWriteStream>();
  const inspections = new Slots(inspectionsAtOnce);
  const removals = new Slots(removalsAtOnce);
  let starts = new Slots(config.startConcurrency ?? 4);
  let facts: EngineFacts | undefined;
  let down: { readonly why: Fault; readonly atMs: number } | undefined;
  let draining = false;

  const factsNow = (): EngineFacts => {
    if (facts) return facts;
    throw down?.why ?? new Fault("unavailable", `the Docker engine at ${engine.address} has not answered yet`);
  };
  const sandboxes = new Sandboxes({
    engine,
    identity: options,
    log,
    network: config.network,
    warm: config.warmSandboxes,
    facts: factsNow,
  });

  /** What an inspection says of a task; `withEngine` when it may have ended because the engine did. */
  const taskOf = (info: Docker.ContainerInspectInfo, withEngine: boolean): Task => {
    const { State: state, Config: made } = info;
    const key = made.Labels[label.key] ?? "";
    const startedAtMs = timeOf(state.StartedAt);
    const finishedAtMs = timeOf(state.FinishedAt) || timeOf(info.Created);
    const shared = {
      key,
      id: info.Id,
      name: info.Name.slice(1),
      specHash: made.Labels[label.specHash] ?? "",
      addresses: addressesOf(info),
      wallTimeMs: Number(made.Labels[label.wallTimeMs] ?? 0),
      sandbox: made.Labels[label.sandbox] ?? "",
    };
    if (state.Status === "created") {
      const error = state.Error === "" ? undefined : startErrorOf(state.Error);
      if (error?.kind !== "exit") return { ...shared, state: "created", startedAtMs: 0, exit: undefined };
      const exit = startErrorResult(error.exitCode, error.message, finishedAtMs);
      return { ...shared, state: "exited", startedAtMs: 0, exit };
    }
    if (state.Running || state.Paused || state.Restarting)
      return { ...shared, state: "running", startedAtMs, exit: undefined };
    // An engine that dies over a start calls the container exited with code 0 when it is back, and names no start.
    if (startedAtMs === 0)
      return {
        ...shared,
        state: "exited",
        startedAtMs,
        exit: lostResult(0, "its engine went down while it was started"),
      };
    // The engine takes the time of the start after it, when a short command may have ended.
    const beganAtMs = Math.min(startedAtMs, finishedAtMs);
    const exit = exitResult({
      exitCode: state.ExitCode,
      outOfMemory: state.OOMKilled,
      startedAtMs: beganAtMs,
      finishedAtMs,
      mark: marks.get(key),
      withEngine,
    });
    return { ...shared, state: "exited", startedAtMs: beganAtMs, exit };
  };

  const learn = (found: Task, atMs = Date.now()): Task => {
    const task = tasks.learn(found, atMs);
    if (task.state === "running") armTimer(task);
    else if (task.state === "exited") disarmTimer(task.key);
    return task;
  };

  /**
   * Whether the engine was away when it ended, as far as another process of the plugin cannot know: then the engine writes a
   * code of its own, and has no event of the end. It keeps the latest events only.
   */
  const endedUnseen = async ({ Id: id, State: state }: Docker.ContainerInspectInfo): Promise<boolean> => {
    if (state.Status !== "exited" || state.ExitCode !== unknownExitCode) return false;
    const filters = JSON.stringify({ container: [id], event: ["die"] });
    const since = String(Math.floor(timeOf(state.FinishedAt) / 1000) - 1);
    const until = (Date.now() / 1000).toFixed(3);
    for await (const _ of jsonLines(await engine.openStream("/events", { filters, since, until }))) return false;
    return true;
  };

  /** Asks the engine; undefined when there is no container of ours with this key. */
  const look = async (key: string, { awayMs, seen = false }: LookOptions = {}): Promise<Task | undefined> => {
    const name = taskName(options, key);
    try {
      const inspect = () => inspections.run(() => ask(docker.getContainer(name).inspect()));
      let info = await inspect();
      if (info.Config.Labels[label.installation] !== installationId) return undefined;
      if (isUnbegun(info) && (await mayHaveRun(info.Id))) {
        // Asked after that: a start that is under way makes the engine wait with its answer.
        info = await inspect();
        if (isUnbegun(info)) return learn(lostOverStart(taskOf(info, false)));
      }
      const withEngine = awayMs === undefined ? !seen && (await endedUnseen(info)) : finishedSince(info, awayMs - 1000);
      return learn(await withStartError(taskOf(info, withEngine)));
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
      const known = tasks.get(key);
      if (known) forget(known.key, known.id);
      return undefined;
    }
  };

  /** The runtime sets up the files of a container before its command: where nothing changed, nothing ran. */
  const mayHaveRun = async (id: string): Promise<boolean> => {
    // Without changes there is no array.
    const changes: unknown = await ask(docker.getContainer(id).changes());
    return Array.isArray(changes) && changes.length > 0;
  };

  /** The init of the container says on standard error when it cannot run the command, and ends with a shell's code. */
  const withStartError = async (task: Task): Promise<Task> => {
    const { exit } = task;
    if (exit?.reason !== "REASON_EXITED" || (exit.exitCode !== 126 && exit.exitCode !== 127)) return task;
    if (tasks.get(task.key)?.state === "exited") return task;
    const message = await initError(engine, task.id);
    if (message === undefined) return task;
    return { ...task, startedAtMs: 0, exit: startErrorResult(exit.exitCode, message, Number(exit.finishedAtMs)) };
  };

  const mustLook = async (key: string): Promise<Task> => {
    const task = await look(key);
    if (task) return task;
    throw new Fault("notFound", `there is no container with key ${key}`);
  };

  const forget = (key: string, id: string, atMs = Date.now()) => {
    if (!tasks.forget(key, id, atMs)) return;
    disarmTimer(key);
    marks.delete(key);
    standardInputs.get(key)?.end();
    standardInputs.delete(key);
  };

  const kill = async (key: string, id: string, name: string): Promise<void> => {
    try {
      await ask(docker.getContainer(id).kill({ signal: name }));
    } catch (error) {
      // It has ended by itself, or is gone.
      if (!hasStatus(error, 404, 409)) throw error;
      log.debug({ key }, "had ended before the signal");
    }
  };

  const armTimer = (task: Task) => {
    const { key, id, wallTimeMs, startedAtMs } = task;
    const wall = wallTimeMs > 0 ? startedAtMs + wallTimeMs : Number.POSITIVE_INFINITY;
    const dueMs = Math.min(wall, marks.get(key)?.killAtMs ?? Number.POSITIVE_INFINITY);
    disarmTimer(key);
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const leftMs = Math.max(0, dueMs - Date.now());
    const act = () => {
      if (leftMs > maxTimerMs) return armTimer(task);
      // The engine may be away: the next look at the task sets the timer again.
      marks.set(key, { why: "timeout", killAtMs: dueMs });
      kill(key, id, "SIGKILL").catch((error: unknown) => log.warn({ key, error: messageOf(error) }, "not killed yet"));
    };
    timers.set(key, setTimeout(act, Math.min(leftMs, maxTimerMs)));
  };
  const disarmTimer = (key: string) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };

  const listTasks = () => {
    const filters = { label: [`${label.installation}=${installationId}`, `${label.kind}=task`] };
    return ask(docker.listContainers({ all: true, filters }));
  };

  /** Everything as the engine has it now. */
  const listed = async (awayMs?: number): Promise<readonly Task[]> => {
    // Taken before: what is made while the engine is asked is not in its answer.
    const before = tasks.all();
    const found = await listTasks();
    const there = new Set(found.map(({ Id: id }) => id));
    for (const { key, id } of before) if (!there.has(id)) forget(key, id);
    const looked = await Promise.all(
      found.map(async ({ Labels: labels, State: state }) => {
        const key = labels[label.key] ?? "";
        const known = tasks.get(key);
        const current = known?.state === "exited" || (known?.state === "running" && state === "running");
        return current ? known : look(key, awayMs === undefined ? {} : { awayMs });
      }),
    );
    return looked.filter((task) => task !== undefined);
  };

  // One after the other for each key: some events need a look at the container before they can be told.
  const queues = new Map<string, Promise<void>>();
  const inOrder = (key: string, work: () => Promise<void> | void) => {
    const before = queues.get(key);
    const after = (before ? before.then(work) : Promise.resolve(work()))
      .catch((error: unknown) => log.debug({ key, error: messageOf(error) }, "event not taken, the next list tells it"))
      .finally(() => {
        if (queues.get(key) === after) queues.delete(key);
      });
    queues.set(key, after);
  };

  const onEvent = ({ action, id, attributes, atMs }: EngineEvent) => {
    const key = attributes[label.key];
    if (key === undefined) {
      const runSandbox = /^gofer-run\.[^.]+\.(.+)$/.exec(attributes["name"] ?? "")?.[1];
      if (action === "die" && runSandbox !== undefined) sandboxes.doubt(runSandbox);
      return;
    }
    inOrder(key, async () => {
      const found: Task = {
        key,
        id,
        name: attributes["name"] ?? "",
        specHash: attributes[label.specHash] ?? "",
        state: "created",
        startedAtMs: 0,
        exit: undefined,
        addresses: {},
        wallTimeMs: Number(attributes[label.wallTimeMs] ?? 0),
        sandbox: attributes[label.sandbox] ?? "",
      };
      if (action === "create") learn(found, atMs);
      else if (action === "start" && attributes[label.ports] === undefined)
        learn({ ...found, state: "running", startedAtMs: atMs }, atMs);
      else if (action === "start") await look(key);
      else if (action === "destroy") forget(key, id, atMs);
      // Only a look tells all of an end, and tells it as the next process of the plugin will.
      else if (action === "die") await look(key, { seen: true });
    });
  };

  let firstAnswer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (firstAnswer = resolve));
  const following = followEngine(
    engine,
    `${label.installation}=${installationId}`,
    {
      async onUp(answer) {
        facts ??= answer;
        if (config.startConcurrency === undefined && down === undefined) starts = new Slots(2 * answer.processors);
        const found = await listed(down?.atMs);
        for (const key of marks.keys) if (!tasks.get(key)) marks.delete(key);
        for (const task of found) if (task.state === "running") armTimer(task);
        await sandboxes.adopt(new Set(found.map(({ sandbox }) => sandbox)));
        facts = answer;
        down = undefined;
        feed.add("gap");
        tasks.wakeAll();
        reportStatus({
          state: "healthy",
          attributes: {
            engine: engine.address,
            engine_version: answer.version,
            architecture: answer.architecture,
            processors: String(answer.processors),
          },
        });
        log.info({ engine: engine.address, version: answer.version }, "connected to the Docker engine");
        firstAnswer();
      },
      onEvent,
      onDown(why) {
        if (down === undefined) log.warn(why.message);
        down = { why, atMs: down?.atMs ?? Date.now() };
        reportStatus({ state: "unhealthy", reason: "ENGINE_UNREACHABLE", message: why.message });
        tasks.wakeAll();
        firstAnswer();
      },
    },
    signal,
  );

  const attach = async (spec: ContainerSpec): Promise<Attachment> => {
    const { network, ports } = spec;
    const unset = network?.mode === undefined || network.mode === "MODE_UNSPECIFIED";
    const own = network?.mode === "MODE_OWN" || (unset && (config.defaultNetwork === "own" || ports.length > 0));
    if (network?.mode === "MODE_RUN") {
      const { id, name } = await sandboxes.ofRun(network.sandbox);
      return { kind: "joined", sandboxId: id, sandboxName: name };
    }
    if (!own) return { kind: "loopback", hostsFile: await sandboxes.hostsFile() };
    const ready = ports.length === 0 ? sandboxes.takeOwn() : undefined;
    if (!ready) return { kind: "network", network: config.network };
    return { kind: "joined", sandboxId: ready.id, sandboxName: ready.name };
  };

  /** Makes the container, or finds the one that an earlier call has made. */
  const create = async (spec: ContainerSpec): Promise<{ id: string } | { known: Task }> => {
    const attachment = await attach(spec);
    const body = containerBody(spec, attachment, options, config.publishAddress);
    // Apart from the query, because the query is logged and has a limit; dockerode puts all into both otherwise.
    const request: Docker.ContainerCreateOptions & { _query: object; _body: object } = {
      _query: { name: taskName(options, spec.key) },
      _body: body,
    };
    const giveBack = async () => {
      if (attachment.kind === "joined" && attachment.sandboxName.startsWith("gofer-own.")) {
        await sandboxes.remove(attachment.sandboxName).catch(() => undefined);
      }
    };
    try {
      const { id } = await ask(docker.createContainer(request));
      return { id };
    } catch (error) {
      await giveBack();
      if (hasStatus(error, 409)) {
        const known = await look(spec.key);
        if (!known)
          throw new Fault(
            "exists",
            `the name ${taskName(options, spec.key)} is taken by a container that is not Gofer's: remove it`,
          );
        if (known.specHash !== spec.specHash)
          throw new Fault("exists", `key ${spec.key} is in use by a container with another spec`);
        return { known };
      }
      if (attachment.kind === "loopback" && /bind source path does not exist: .*\/hosts/.test(messageOf(error))) {
        sandboxes.forgetHostsFile();
        throw new Fault("aborted", "the hosts file of tasks without network has gone, it is made anew", {
          cause: error,
        });
      }
      throw error;
    }
  };

  const holdStandardInput = async (key: string, id: string) => {
    const stream = await ask(docker.getContainer(id).attach({ stream: true, stdin: true, hijack: true }));
    stream.on("error", () => undefined);
    standardInputs.set(key, stream);
  };

  /** Its key gets another container: nothing may be told or asked of this one any more. */
  const removeUnbegun = async (key: string, id: string) => {
    await ask(docker.getContainer(id).remove({ force: true, v: true }));
    forget(key, id);
  };

  const startMade = async (spec: ContainerSpec, id: string): Promise<Task> => {
    const { key } = spec;
    if (spec.keepStdinOpen) await holdStandardInput(key, id);
    try {
      await ask(docker.getContainer(id).start());
    } catch (error) {
      const { status, message } = answerOf(error instanceof Fault ? error.cause : error);
      if (status === undefined) throw error;
      if (status !== 304) {
        const why = startErrorOf(message);
        if (why.kind === "retry") throw new Fault(why.code, why.message, { cause: error });
        if (why.kind === "leftBehind") {
          if (await mayHaveRun(id)) return learn(lostOverStart(await mustLook(key)));
          await removeUnbegun(key, id);
          throw new Fault("aborted", `the engine died over the start of ${key}, it is made anew`, { cause: error });
        }
        if (why.kind === "sandboxGone") {
          // It never ran, and is bound to a sandbox that is no more.
          if (spec.network?.mode === "MODE_RUN") sandboxes.doubt(spec.network.sandbox);
          await removeUnbegun(key, id);
          throw new Fault("aborted", `the sandbox of ${key} has gone, it is made anew`, { cause: error });
        }
        return mustLook(key);
      }
    }
    const known = tasks.get(key);
    if (spec.ports.length > 0 || known?.id !== id) return mustLook(key);
    // Its start may not have been told yet, and its end may have been.
    return learn({ ...known, state: "running", startedAtMs: known.startedAtMs || Date.now() });
  };

  const startOne = async (spec: ContainerSpec, queuedAtMs: number): Promise<StartResultInput> => {
    const { key } = spec;
    try {
      if (draining) throw new Fault("unavailable", "the plugin is being stopped");
      const engineFacts = factsNow();
      const refusal = refusalOf(spec, engineFacts);
      if (refusal) return { key, outcome: "error", error: { ...refusal, retryAfterMs: 0 } };
      if (Date.now() - queuedAtMs > longestQueueMs)
        return {
          key,
          outcome: "error",
          error: itemError(new Fault("exhausted", "the engine is busy with other starts"), "ENGINE_BUSY", 1000),
        };
      for (let tries = 0; ; tries++) {
        try {
          const made = await create(spec);
          const task =
            "id" in made
              ? await startMade(spec, made.id)
              : made.known.state === "created"
                ? await startMade(spec, made.known.id)
                : made.known;
          return {
            key,
            outcome: "started",
            started: { status: statusOf(task), enforcements: [...enforcements(spec, engineFacts)] },
          };
        } catch (error) {
          if (!(error instanceof Fault && error.code === "aborted") || tries === 2) throw error;
        }
      }
    } catch (error) {
      return { key, outcome: "error", error: startItemError(error) };
    }
  };

  /** Calls for one key wait for each other: the second finds what the first has made. */
  const starting = new Map<string, Promise<StartResultInput>>();
  const startOnce = (spec: ContainerSpec): Promise<StartResultInput> => {
    const running = starting.get(spec.key);
    if (running) return running.then(() => startOnce(spec));
    const queuedAtMs = Date.now();
    const result = starts
      .run(() => startOne(spec, queuedAtMs))
      .finally(() => {
        starting.delete(spec.key);
        if (starts.idle) sandboxes.refill();
      });
    starting.set(spec.key, result);
    return result;
  };

  const stopOne = async ({ key, signal: wanted, graceMs }: StopItem): Promise<void> => {
    if (wanted !== "" && !(wanted in constants.signals)) throw new Fault("invalid", `${wanted} is not a signal`);
    const id = tasks.get(key)?.id ?? taskName(options, key);
    let info: Docker.ContainerInspectInfo;
    try {
      info = await ask(docker.getContainer(id).inspect());
    } catch (error) {
      if (hasStatus(error, 404)) return;
      throw error;
    }
    if (info.Config.Labels[label.installation] !== installationId || !info.State.Running) return;
    const made = info.Config as typeof info.Config & { readonly StopSignal?: string };
    const asked = graceMs === 0 ? "SIGKILL" : wanted || made.StopSignal || "SIGTERM";
    const name = asked.startsWith("SIG") ? asked : `SIG${asked}`;
    const mark: StopMark = marks.set(key, { why: "stop", killAtMs: Date.now() + graceMs });
    await kill(key, info.Id, mark.killAtMs <= Date.now() ? "SIGKILL" : name);
    const task = tasks.get(key);
    if (task?.state === "running") armTimer(task);
  };

  const removeOne = async (key: string): Promise<void> => {
    const task = tasks.get(key) ?? (await look(key));
    if (!task) return;
    try {
      // By name: a container that was made anew has another id, which may not be known yet.
      await ask(docker.getContainer(taskName(options, key)).remove({ force: true, v: true }));
    } catch (error) {
      // One that is being removed is not gone yet, and stays when its engine dies.
      if (!hasStatus(error, 404)) throw error;
    }
    if (task.sandbox.startsWith("gofer-own.")) await sandboxes.remove(task.sandbox);
    forget(key, task.id);
  };

  const eachItem = async <Item>(
    items: readonly Item[],
    keyOf: (item: Item) => string,
    work: (item: Item) => Promise<void>,
  ) =>
    Promise.all(
      items.map(async (item) => {
        try {
          await work(item);
          return { key: keyOf(item), error: null };
        } catch (error) {
          return { key: keyOf(item), error: itemError(error, "ENGINE_ERROR") };
        }
      }),
    );

  const scheduler: Scheduler = {
    async *prepareImage({ image, registryAuth, pullPolicy }, call) {
      const policy =
        pullPolicy === "PULL_POLICY_ALWAYS" ? "always" : pullPolicy === "PULL_POLICY_NEVER" ? "never" : "ifNotPresent";
      const auth = registryAuth && { username: registryAuth.username, password: registryAuth.password };
      for await (const news of images.prepare(
        { image, auth: auth ?? undefined, policy },
        AbortSignal.any([call.signal, signal]),
      )) {
        if ("reference" in news) yield { event: "prepared", prepared: news };
        else yield { event: "progress", progress: news };
      }
    },
    async start({ containers }) {
      return { results: await Promise.all(containers.map(startOnce)) };
    },
    async inspect({ key }) {
      return { status: statusOf(await mustLook(key)) };
    },
    async *list() {
      const found = await listed();
      for (let from = 0; from < found.length; from += 500)
        yield { containers: found.slice(from, from + 500).map(statusOf) };
    },
    watchEvents: ({ resumeToken }, call) => feed.read(resumeToken, AbortSignal.any([call.signal, signal])),
    streamLogs: ({ key, cursor, follow }, call) =>
      streamLogs(engine, {
        cursor,
        follow,
        signal: AbortSignal.any([call.signal, signal]),
        look: async () => {
          const known = tasks.get(key);
          return known?.state === "exited" && !down ? known : mustLook(key);
        },
        changed: (until) => tasks.changed(key, until),
        lineEnded: (id, stream) =>
          lastLineEnded(join(factsNow().rootDirectory, "containers", id, "local-logs", "container.log"), stream),
      }),
    async stop({ items }) {
      return { results: await eachItem(items, ({ key }) => key, stopOne) };
    },
    async remove({ keys, sandboxes: names }) {
      const removed = await eachItem(
        keys,
        (key) => key,
        async (key) => {
          // A start that is under way would make it after it was removed.
          for (let start = starting.get(key); start; start = starting.get(key)) await start;
          await removals.run(() => removeOne(key));
        },
      );
      const given = await eachItem(
        names,
        (name) => name,
        (name) => sandboxes.removeRun(name),
      );
      return { results: [...removed, ...given] };
    },
    exec: (requests, call) =>
      execInside(engine, requests, {
        signal: AbortSignal.any([call.signal, signal]),
        log,
        find: async (key) => {
          const { id, state } = await mustLook(key);
          return { id, running: state === "running" };
        },
      }),
    async *streamStats({ key, intervalMs }, call) {
      const ended = AbortSignal.any([call.signal, signal]);
      for (let first = true; !ended.aborted; first = false) {
        const task = first ? await mustLook(key) : tasks.get(key);
        if (task?.state !== "running") return;
        const round = new AbortController();
        const until = AbortSignal.any([ended, round.signal]);
        const changed = tasks.changed(key, until);
        const stats = await ask(docker.getContainer(task.id).stats({ stream: false, "one-shot": true }));
        const sample = sampleOf(stats, Date.now());
        if (sample) yield sample;
        await Promise.race([
          changed,
          delay(Math.max(100, intervalMs), undefined, { signal: until }).catch(() => undefined),
        ]);
        round.abort();
      }
    },
  };

  const pruning = setInterval(() => {
    if (down || !facts) return;
    const used = new Set(tasks.all().map(({ sandbox }) => sandbox));
    sandboxes
      .prune(used, config.pruneIntervalMs)
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, "sandboxes not pruned"));
  }, config.pruneIntervalMs);

  const round = new AbortController();
  await Promise.race([answered, delay(firstAnswerMs, undefined, { signal: round.signal }).catch(() => undefined)]);
  round.abort();
  if (!facts && !down) {
    const message = `the Docker engine at ${engine.address} does not answer: see its log, and restart it if it hangs`;
    reportStatus({ state: "unhealthy", reason: "ENGINE_SILENT", message });
  }
  return {
    scheduler,
    drain: async () => {
      draining = true;
      await Promise.allSettled([...starting.values()]);
    },
    close: async () => {
      clearInterval(pruning);
      for (const key of [...timers.keys()]) disarmTimer(key);
      for (const stream of standardInputs.values()) stream.end();
      await following;
      // What is left is found again by the next process.
      await Promise.race([sandboxes.close(), delay(2000)]);
    },
  };
}

/** An item's error by the table of Start. */
function startItemError(error: unknown): ItemErrorInput {
  if (!(error instanceof Fault)) throw error;
  const { code, message } = error;
  if (code === "notFound" && /no such image/i.test(message)) return itemError(error, "IMAGE_NOT_FOUND");
  if (code === "notFound") return itemError(new Fault("precondition", message), "NOT_SUPPORTED");
  if (code === "invalid") return itemError(error, "SPEC_REFUSED");
  if (code === "exists") return itemError(error, "SPEC_DIFFERS");
  if (code === "precondition") return itemError(error, "NOT_SUPPORTED");
  if (code === "exhausted") return itemError(error, "NO_CAPACITY");
  return itemError(
    error,
    code === "aborted" ? "ENGINE_BUSY" : code === "unavailable" ? "ENGINE_UNREACHABLE" : "ENGINE_ERROR",
  );
}

function itemError(error: unknown, reason: string, retryAfterMs = 0): ItemErrorInput {
  if (!(error instanceof Fault)) throw error;
  return { code: FaultCode[error.code], reason, message: error.message, retryAfterMs };
}

/** The engine knows of no start of it, neither of one that it has refused. */
function isUnbegun({ State: state }: Docker.ContainerInspectInfo): boolean {
  if (state.Status !== "created") return false;
  const why = state.Error === "" ? undefined : startErrorOf(state.Error);
  return !(why?.kind === "exit" || why?.kind === "sandboxGone" || (why?.kind === "retry" && why.code === "exhausted"));
}

/** One that the engine does not know to have run, and that may have. */
function lostOverStart(task: Task): Task {
  const exit = lostResult(0, "its engine died over its start, and cannot say if it ran");
  return { ...task, state: "exited", exit };
}

/** Unix milliseconds of the engine's time stamps; 0 for its "never", the year 1. */
function timeOf(stamp: string): number {
  return Math.max(0, Date.parse(stamp) || 0);
}

function finishedSince({ State: state, Created: created }: Docker.ContainerInspectInfo, atMs: number): boolean {
  return (timeOf(state.FinishedAt) || timeOf(created)) >= atMs;
}

function addressesOf(info: Docker.ContainerInspectInfo): Record<number, string> {
  const addresses: Record<number, string> = {};
  for (const [port, bound] of Object.entries(info.NetworkSettings.Ports ?? {})) {
    const first = (bound as { HostIp: string; HostPort: string }[] | null)?.[0];
    if (first) addresses[Number.parseInt(port, 10)] = `${first.HostIp}:${first.HostPort}`;
  }
  return addresses;
}
