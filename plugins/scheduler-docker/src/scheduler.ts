import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { OpenPlugin, PluginContext, RoleImpl } from "@gofer/sdk/plugin";
import type Docker from "dockerode";
import type { Config } from "./config.js";
import type { Engine, EngineFacts } from "./engine.js";
import { type EngineEvent, followEngine } from "./engine-events.js";
import { hasStatus } from "./engine-fault.js";
import { EngineLives } from "./engine-lives.js";
import { EventFeed } from "./event-feed.js";
import { execInside, killLeft } from "./exec.js";
import { ExecMarks } from "./exec-marks.js";
import { openImages } from "./image.js";
import { itemError } from "./item-error.js";
import { openKillTimers } from "./kill-timers.js";
import { dnsLabel, label, taskName } from "./labels.js";
import { lastLineEnded } from "./local-log-file.js";
import { streamLogs } from "./log-stream.js";
import { openLookup } from "./lookup.js";
import { Sandboxes } from "./sandboxes.js";
import { Slots } from "./slots.js";
import { openStarts } from "./starts.js";
import { sampleOf } from "./stats.js";
import { type StopMark, StopMarks } from "./stop-marks.js";
import { statusOf, type Task, TaskTable } from "./task-table.js";
import { ToldEnds } from "./told-ends.js";

type Scheduler = RoleImpl<"scheduler">;
type StopItem = Parameters<Scheduler["stop"]>[0]["items"][number];

export interface DockerSchedulerOptions extends PluginContext {
  readonly config: Config;
  readonly engine: Engine;
}

/** How long opening waits for the first answer of the engine. One that is not there says so at once. */
const firstAnswerMs = 3000;
const removalsAtOnce = 8;

/** The scheduler role on a Docker engine. All it must remember is in the labels and states of the containers. */
export async function openDockerScheduler(options: DockerSchedulerOptions): Promise<OpenPlugin<"scheduler">> {
  const { config, engine, log, signal, reportStatus, installationId } = options;
  const { docker, ask } = engine;
  const feed = new EventFeed();
  const tasks = new TaskTable((event) => feed.add(event));
  const marks = new StopMarks(options.dataDirectory);
  const images = openImages(engine);
  const timers = openKillTimers(engine, marks, log);
  const removals = new Slots(removalsAtOnce);
  /** How to kill each command that runs inside a container. */
  const execMarks = new ExecMarks(options.dataDirectory);
  const commands = new Set<() => Promise<void>>();
  let facts: EngineFacts | undefined;
  let down: { readonly why: Fault; readonly atMs: number } | undefined;

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

  const learn = (found: Task, atMs = Date.now()): Task => {
    const task = tasks.learn(found, atMs);
    if (task.state === "running") timers.arm(task);
    else if (task.state === "exited") timers.disarm(task.key);
    return task;
  };

  const ends = new ToldEnds(engine, installationId);
  const lives = new EngineLives(options);
  const forget = (key: string, id: string, atMs = Date.now()) => {
    ends.forget(id);
    if (!tasks.forget(key, id, atMs)) return;
    timers.disarm(key);
    marks.delete(key);
    starts.release(key);
  };

  const lookup = openLookup({ engine, identity: options, tasks, marks, ends, lives, learn, forget });
  const { look, mustLook } = lookup;
  const starts = openStarts({
    ...lookup,
    ...{ engine, identity: options, config, tasks, sandboxes, facts: factsNow, learn, forget },
  });

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

  const onEvent = (event: EngineEvent) => {
    const { action, id, attributes, atMs } = event;
    ends.take(event);
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
      else if (action === "die") await look(key);
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
        if (config.startConcurrency === undefined && down === undefined) starts.limit(2 * answer.processors);
        lives.followed();
        await ends.recall();
        const found = await listed(down?.atMs);
        for (const key of marks.keys) if (!tasks.get(key)) marks.delete(key);
        for (const task of found) if (task.state === "running") timers.arm(task);
        await sandboxes.adopt(new Set(found.map(({ sandbox }) => sandbox)));
        await killLeft(engine, execMarks, log);
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
        lives.lost();
        if (down === undefined) log.warn(why.message);
        down = { why, atMs: down?.atMs ?? Date.now() };
        reportStatus({ state: "unhealthy", reason: "ENGINE_UNREACHABLE", message: why.message });
        tasks.wakeAll();
        firstAnswer();
      },
    },
    signal,
  );

  const stopOne = async ({ key, signal: wanted, graceMs }: StopItem): Promise<void> => {
    if (wanted !== "" && !(wanted in constants.signals)) throw new Fault("invalid", `${wanted} is not a signal`);
    if (!dnsLabel.test(key)) return;
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
    await timers.kill(key, info.Id, mark.killAtMs <= Date.now() ? "SIGKILL" : name);
    const task = tasks.get(key);
    if (task?.state === "running") timers.arm(task);
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
      return { results: await Promise.all(containers.map(starts.start)) };
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
          await starts.settled(key);
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
        signal: call.signal,
        log,
        marks: execMarks,
        running: commands,
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
    drain: starts.drain,
    close: async () => {
      clearInterval(pruning);
      timers.close();
      starts.close();
      await following;
      // Containers that are left are found again by the next process; commands are not.
      await Promise.race([Promise.all([sandboxes.close(), ...[...commands].map((kill) => kill())]), delay(2000)]);
    },
  };
}
