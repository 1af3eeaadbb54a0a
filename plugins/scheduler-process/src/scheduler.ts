import { EventEmitter, once } from "node:events";
import { mkdirSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type {
  ContainerEventInput as ContainerEvent,
  ContainerSpec,
  OpenPlugin,
  RoleImpl,
  StartResultInput as StartResult,
} from "@gofer/sdk/plugin";
import type { Logger } from "pino";
import { parseCursor, readOutput } from "./output.js";
import { type ContainerStatus, ifThere, signalTask, statusOf } from "./status.js";
import { dnsLabel, isRunning, listTasks, removeRemains, type StoredStop, TaskDirectory } from "./task-directory.js";
import { watchOnce, watchTasks } from "./task-watch.js";
import { commandError, startWrapper } from "./wrapper.js";

type Scheduler = RoleImpl<"scheduler">;

const code = { invalid: 3, exists: 6, precondition: 9, unavailable: 14 } as const;
const signOfLifeMs = 25_000;
const maxTimerMs = 2 ** 31 - 1;
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface ProcessSchedulerOptions {
  readonly directory: string;
  readonly generation: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The scheduler role on processes of this host. All it knows is in the tasks' directories. */
export function openProcessScheduler(options: ProcessSchedulerOptions): OpenPlugin<"scheduler"> {
  const { generation, signal, log } = options;
  const root = join(options.directory, "tasks");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  removeRemains(root);
  const news = new EventEmitter().setMaxListeners(0);
  const timers = new Map<string, NodeJS.Timeout>();
  const told = new Map<string, ContainerStatus["state"]>();
  const taskOf = (key: string) => new TaskDirectory(root, key);

  const tell = (kind: NonNullable<ContainerEvent["kind"]>, status: ContainerStatus) =>
    news.emit("event", { kind, status, occurredAtMs: Date.now() } satisfies ContainerEvent);

  /** Looks at a task after something changed in its directory, and tells what is new. */
  const look = (key: string) => {
    const task = taskOf(key);
    const status = task.exists ? ifThere(() => statusOf(task)) : undefined;
    if (!status) return;
    const before = told.get(key);
    if (status.state === "STATE_RUNNING" && before !== "STATE_RUNNING" && before !== "STATE_EXITED") {
      told.set(key, "STATE_RUNNING");
      tell("KIND_STARTED", status);
      // It may have been asked to end when nobody could tell it yet.
      ifThere(() => (task.stop ? end(task, task.stop) : armTimer(task)));
    }
    if (status.state === "STATE_EXITED" && before !== "STATE_EXITED") {
      if (before !== "STATE_RUNNING" && status.startedAtMs > 0)
        tell("KIND_STARTED", { ...status, state: "STATE_RUNNING", exit: null });
      told.set(key, "STATE_EXITED");
      tell("KIND_EXITED", status);
      unwatch(key);
    }
    news.emit(key);
  };

  const watched = watchTasks(look, (key) => {
    const state = ifThere(() => statusOf(taskOf(key)).state);
    return state !== undefined && state !== (told.get(key) ?? "STATE_CREATED");
  });

  const unwatch = (key: string) => {
    watched.delete(key);
    clearTimeout(timers.get(key));
    timers.delete(key);
  };

  /** Kills the task when its time is over, or the time that it was given to end. */
  const armTimer = (task: TaskDirectory) => {
    const { key, wallTimeMs } = task.spec;
    const { process: leader, stop } = task;
    const never = Number.POSITIVE_INFINITY;
    const wall = wallTimeMs > 0 && leader ? leader.startedAtMs + wallTimeMs : never;
    const dueMs = Math.min(wall, stop?.killAtMs ?? never);
    clearTimeout(timers.get(key));
    if (dueMs === never) return;
    const leftMs = Math.max(0, dueMs - Date.now());
    const act = () => {
      if (leftMs > maxTimerMs) armTimer(task);
      else ifThere(() => end(task, { why: "timeout", signal: "SIGKILL", killAtMs: dueMs }));
    };
    timers.set(key, setTimeout(act, Math.min(leftMs, maxTimerMs)));
  };

  /** Notes first that it is to end, so that another process of this plugin says the same and still kills in time. */
  const end = (task: TaskDirectory, wanted: StoredStop) => {
    const { state } = statusOf(task);
    if (state === "STATE_EXITED") return;
    const before = task.stop;
    const killAtMs = Math.min(wanted.killAtMs, before?.killAtMs ?? Number.POSITIVE_INFINITY);
    if (killAtMs !== before?.killAtMs) task.write("stop", { ...wanted, why: before?.why ?? wanted.why, killAtMs });
    if (state !== "STATE_RUNNING") return;
    const patient = Date.now() < killAtMs;
    signalTask(task.process?.pid, patient ? wanted.signal : "SIGKILL");
    if (patient) armTimer(task);
  };

  const follow = (key: string) => {
    const task = taskOf(key);
    ifThere(() => {
      watched.add(key, task.path);
      if (statusOf(task).state === "STATE_RUNNING") armTimer(task);
    });
    look(key);
  };

  const startOne = async (spec: ContainerSpec): Promise<StartResult> => {
    const refused = refusal(spec);
    if (refused) return failure(spec.key, refused.code, refused.reason, refused.message);
    const task = taskOf(spec.key);
    if (task.exists) {
      if (task.spec.specHash !== spec.specHash) {
        return failure(spec.key, code.exists, "SPEC_DIFFERS", `key ${spec.key} is in use by a task with another spec`);
      }
      if (statusOf(task).state !== "STATE_CREATED") {
        // Begun by another process of this plugin, which was being stopped when this one looked at what there is.
        if (!told.has(spec.key)) follow(spec.key);
        return success(task, spec);
      }
    }
    const wallTimeMs = spec.limits?.wallTimeMs ?? 0;
    task.create({ key: spec.key, specHash: spec.specHash, generation, stopSignal: spec.stopSignal, wallTimeMs });
    follow(spec.key);
    const work = join(task.path, "work");
    const environment = { PATH: defaultPath, HOME: work, TMPDIR: work, ...spec.environment };
    const words = [...spec.entrypoint, ...spec.command];
    const error = commandError(words[0] ?? "", environment.PATH, work);
    if (error) task.write("error", error);
    else if (!(await claimed(task, spec.key, await startWrapper(task.path, { words, environment }))))
      throw new Fault("unavailable", "its process ended before it began");
    look(spec.key);
    return success(task, spec);
  };

  /** Resolves when a wrapper has said who it is, with false when it ended and none has. */
  const claimed = async (task: TaskDirectory, key: string, wrapper: { ended: Promise<void> }): Promise<boolean> => {
    const ended = new AbortController();
    void wrapper.ended.then(() => ended.abort());
    while (!task.process && !ended.signal.aborted)
      await once(news, key, { signal: ended.signal }).catch(() => undefined);
    return task.process !== undefined;
  };

  const starting = new Map<string, Promise<StartResult>>();
  const startOnce = (spec: ContainerSpec): Promise<StartResult> => {
    const running = starting.get(spec.key);
    if (running) return running.then(() => startOnce(spec));
    const result = startOne(spec)
      .catch((error: unknown) => failure(spec.key, code.unavailable, "NOT_STARTED", messageOf(error)))
      .finally(() => starting.delete(spec.key));
    starting.set(spec.key, result);
    return result;
  };

  for (const key of listTasks(root)) {
    const status = ifThere(() => statusOf(taskOf(key)));
    if (!status) continue;
    told.set(key, status.state);
    follow(key);
  }

  const scheduler: Scheduler = {
    async *prepareImage({ image }) {
      if (image.trim() === "") throw new Fault("invalid", "image is empty");
      yield { event: "prepared", prepared: { reference: image, digest: "" } };
    },
    async start({ containers }) {
      return { results: await Promise.all(containers.map(startOnce)) };
    },
    inspect({ key }) {
      const task = taskOf(key);
      if (!task.exists) throw new Fault("notFound", `there is no task with key ${key}`);
      return { status: statusOf(task) };
    },
    async *list() {
      const keys = listTasks(root);
      for (let from = 0; from < keys.length; from += 500) {
        const containers = keys.slice(from, from + 500).flatMap((key) => ifThere(() => statusOf(taskOf(key))) ?? []);
        yield { containers };
      }
    },
    async *watchEvents({ resumeToken }, call) {
      const ended = AbortSignal.any([call.signal, signal]);
      let events: ContainerEvent[] = [];
      const collect = (event: ContainerEvent) => {
        events.push(event);
        // Everything of this turn of the event loop goes in one message.
        if (events.length === 1) setImmediate(() => news.emit("batch"));
      };
      news.on("event", collect);
      try {
        // Tokens do not outlive a stream: what happened in between is found by List.
        yield { events: [], resumeToken: Buffer.from("1"), resync: resumeToken.length > 0 };
        while (!ended.aborted) {
          const round = new AbortController();
          const until = { signal: AbortSignal.any([ended, round.signal]) };
          if (events.length === 0)
            await Promise.race([once(news, "batch", until), delay(signOfLifeMs, undefined, until)]).catch(
              () => undefined,
            );
          round.abort();
          const batch = events;
          events = [];
          if (!ended.aborted) yield { events: batch, resumeToken: Buffer.from("1"), resync: false };
        }
      } finally {
        news.off("event", collect);
      }
    },
    async *streamLogs({ key, cursor, follow: following }, call) {
      const task = taskOf(key);
      if (!task.exists) throw new Fault("notFound", `there is no task with key ${key}`);
      const offsets = parseCursor(cursor);
      const ended = AbortSignal.any([call.signal, signal]);
      for (;;) {
        // Both from before the reading: nothing that is written after it is missed.
        using output = ifThere(() => watchOnce(join(task.path, "output")));
        const exited = statusOf(task).state === "STATE_EXITED";
        let read = 0;
        for (const stream of ["stdout", "stderr"] as const) {
          for await (const chunks of readOutput(task.outputPath(stream), stream, offsets)) {
            read += chunks.length;
            yield { chunks, eof: false };
          }
        }
        if (read === 0 && (exited || !following)) {
          yield { chunks: [], eof: exited };
          return;
        }
        if (read === 0) {
          const round = new AbortController();
          const until = AbortSignal.any([ended, round.signal]);
          await Promise.race([output?.next(until), once(news, key, { signal: until }).catch(() => undefined)]);
          round.abort();
        }
        if (ended.aborted) return;
      }
    },
    stop({ items }) {
      const results = items.map(({ key, signal: name, graceMs }) => {
        const task = taskOf(key);
        if (task.exists) {
          const wanted = (graceMs === 0 ? "SIGKILL" : name || task.spec.stopSignal || "SIGTERM") as NodeJS.Signals;
          if (!(wanted in constants.signals))
            return { key, error: itemError(code.invalid, "UNKNOWN_SIGNAL", `${wanted} is not a signal`) };
          ifThere(() => end(task, { why: "signal", signal: wanted, killAtMs: Date.now() + graceMs }));
        }
        return { key, error: null };
      });
      return { results };
    },
    async remove({ keys, sandboxes }) {
      for (const key of keys) {
        // What a start that is under way has not told yet could not be ended.
        for (let start = starting.get(key); start; start = starting.get(key)) await start;
        const task = taskOf(key);
        if (!task.exists) continue;
        ifThere(() => {
          const { process: leader } = task;
          if (leader && isRunning(leader.pid, leader.startTicks)) signalTask(leader.pid, "SIGKILL", true);
          const status = statusOf(task);
          unwatch(key);
          told.delete(key);
          task.remove();
          tell("KIND_REMOVED", status);
        });
        log.debug({ key }, "removed");
      }
      return { results: [...keys, ...sandboxes].map((key) => ({ key, error: null })) };
    },
    async *exec() {
      throw new Fault("unimplemented", "scheduler-process does not serve EXEC");
    },
    async *streamStats() {
      throw new Fault("unimplemented", "scheduler-process does not serve STATS");
    },
  };
  return {
    scheduler,
    close: () => {
      watched[Symbol.dispose]();
      for (const key of [...timers.keys()]) unwatch(key);
    },
  };
}

function refusal(spec: ContainerSpec): { code: number; reason: string; message: string } | undefined {
  if (!dnsLabel.test(spec.key))
    return { code: code.invalid, reason: "BAD_KEY", message: `key ${JSON.stringify(spec.key)} is not a DNS label` };
  if (spec.entrypoint.length + spec.command.length === 0) {
    return {
      code: code.invalid,
      reason: "NO_COMMAND",
      message: "the task has no command: scheduler-process does not run images, give it a command or an entrypoint",
    };
  }
  const { cpuMillis = 0, memoryBytes = 0, pids = 0, required = false } = spec.limits ?? {};
  if (required && cpuMillis + memoryBytes + pids > 0) {
    return {
      code: code.precondition,
      reason: "UNSUPPORTED_LIMIT",
      message: "scheduler-process cannot limit processor, memory or processes",
    };
  }
  return undefined;
}

function success(task: TaskDirectory, { limits }: ContainerSpec): StartResult {
  const enforcements = [
    ...(["cpuMillis", "memoryBytes", "pids"] as const)
      .filter((limit) => (limits?.[limit] ?? 0) > 0)
      .map((limit) => ({ limit: snakeCase(limit), kind: "KIND_IGNORED" as const })),
    ...((limits?.wallTimeMs ?? 0) > 0 ? [{ limit: "wall_time_ms", kind: "KIND_APPROXIMATED" as const }] : []),
  ];
  const status = statusOf(task);
  return { key: status.key, outcome: "started", started: { status, enforcements } };
}

function failure(key: string, number: number, reason: string, message: string): StartResult {
  return { key, outcome: "error", error: itemError(number, reason, message) };
}

function itemError(number: number, reason: string, message: string) {
  return { code: number, reason, message, retryAfterMs: 0 };
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
