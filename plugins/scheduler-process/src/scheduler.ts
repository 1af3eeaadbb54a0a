import { EventEmitter, once } from "node:events";
import { type FSWatcher, mkdirSync, readFileSync, watch } from "node:fs";
import { open } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type {
  ContainerEventInput as ContainerEvent,
  ContainerSpec,
  ContainerStatusInput,
  LogChunkInput as LogChunk,
  OpenPlugin,
  RoleImpl,
  StartResultInput as StartResult,
} from "@gofer/sdk/plugin";
import type { Logger } from "pino";
import { isCode, listTasks, TaskDirectory } from "./task-directory.js";
import { commandError, startWrapper } from "./wrapper.js";

type Scheduler = RoleImpl<"scheduler">;
type ContainerStatus = ContainerStatusInput & { readonly key: string; readonly startedAtMs: number };

const code = { invalid: 3, exists: 6, precondition: 9 } as const;
const chunkBytes = 64 << 10;
/** What the contract lets a plugin send along with an exit. */
const shortOutputBytes = 16 << 10;
const signOfLifeMs = 25_000;
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
  const news = new EventEmitter().setMaxListeners(0);
  const watchers = new Map<string, FSWatcher>();
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

  const unwatch = (key: string) => {
    watchers.get(key)?.close();
    watchers.delete(key);
    clearTimeout(timers.get(key));
    timers.delete(key);
  };

  const follow = (key: string) => {
    if (watchers.has(key)) return;
    const task = taskOf(key);
    const watched = ifThere(() => ({ spec: task.spec, watcher: watch(task.path, () => look(key)) }));
    if (!watched) return;
    watched.watcher.on("error", () => unwatch(key));
    watchers.set(key, watched.watcher);
    const { wallTimeMs } = watched.spec;
    if (wallTimeMs > 0) {
      const left = (task.process?.startedAtMs ?? Date.now()) + wallTimeMs - Date.now();
      timers.set(
        key,
        setTimeout(() => kill(task, "SIGKILL", "timeout"), Math.max(0, left)),
      );
    }
    look(key);
  };

  const kill = (task: TaskDirectory, name: NodeJS.Signals, why: "signal" | "timeout") => {
    const running = statusOf(task);
    const { process: leader } = task;
    if (running.state !== "STATE_RUNNING" || !leader) return;
    if (task.stopped === undefined) task.write("stop", why);
    signalTask(leader.pid, name);
  };

  const startOne = async (spec: ContainerSpec): Promise<StartResult> => {
    const refused = refusal(spec);
    if (refused) return failure(spec.key, refused.code, refused.reason, refused.message);
    const task = taskOf(spec.key);
    if (task.exists) {
      if (task.spec.specHash !== spec.specHash) {
        return failure(spec.key, code.exists, "SPEC_DIFFERS", `key ${spec.key} is in use by a task with another spec`);
      }
      if (statusOf(task).state !== "STATE_CREATED") return success(task, spec);
    }
    const wallTimeMs = spec.limits?.wallTimeMs ?? 0;
    task.create({ key: spec.key, specHash: spec.specHash, generation, stopSignal: spec.stopSignal, wallTimeMs });
    const work = join(task.path, "work");
    const environment = { PATH: defaultPath, HOME: work, TMPDIR: work, ...spec.environment };
    const words = [...spec.entrypoint, ...spec.command];
    const error = commandError(words[0] ?? "", environment.PATH, work);
    if (error) task.write("error", JSON.stringify(error));
    else {
      const recorded = started(task);
      await startWrapper(task.path, { words, environment });
      await recorded;
    }
    follow(spec.key);
    return success(task, spec);
  };

  /** Resolves when the wrapper has said who it is. */
  const started = (task: TaskDirectory) =>
    new Promise<void>((resolve) => {
      const watcher = watch(task.path, () => {
        if (!task.process) return;
        watcher.close();
        resolve();
      });
    });

  const starting = new Map<string, Promise<StartResult>>();
  const startOnce = (spec: ContainerSpec): Promise<StartResult> => {
    const running = starting.get(spec.key);
    if (running) return running.then(() => startOnce(spec));
    const result = startOne(spec).finally(() => starting.delete(spec.key));
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
        const round = new AbortController();
        const grown = once(news, key, { signal: AbortSignal.any([ended, round.signal]) }).catch(() => undefined);
        // Asked before reading: what is written before the exit is then read for sure.
        const exited = statusOf(task).state === "STATE_EXITED";
        let read = 0;
        for (const stream of ["stdout", "stderr"] as const) {
          for await (const chunks of readOutput(join(task.path, stream), stream, offsets)) {
            read += chunks.length;
            yield { chunks, eof: false };
          }
        }
        if (read === 0 && (exited || !following)) {
          round.abort();
          yield { chunks: [], eof: exited };
          return;
        }
        if (read === 0) await grown;
        round.abort();
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
          kill(task, wanted, "signal");
          if (graceMs > 0) setTimeout(() => kill(task, "SIGKILL", "signal"), graceMs).unref();
        }
        return { key, error: null };
      });
      return { results };
    },
    async remove({ keys, sandboxes }) {
      for (const key of keys) {
        const task = taskOf(key);
        if (!task.exists) continue;
        const { process: leader } = task;
        if (leader && isAlive(leader.pid, leader.startTicks)) signalTask(leader.pid, "SIGKILL", true);
        const status = statusOf(task);
        unwatch(key);
        told.delete(key);
        task.remove();
        tell("KIND_REMOVED", status);
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
      for (const key of [...watchers.keys()]) unwatch(key);
    },
  };
}

function refusal(spec: ContainerSpec): { code: number; reason: string; message: string } | undefined {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(spec.key))
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

/** A task may be removed at any moment, also by another process of this plugin that is about to take over or to end. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function statusOf(task: TaskDirectory): ContainerStatus {
  const { key, specHash } = task.spec;
  const shared = { key, specHash, externalName: task.path, addresses: {} };
  const error = task.startError;
  if (error) {
    const exit = {
      reason: "REASON_START_ERROR" as const,
      exitCode: error.code,
      _exitCode: "exitCode" as const,
      signal: "",
      startedAtMs: 0,
      finishedAtMs: 0,
      message: error.message,
    };
    return { ...shared, state: "STATE_EXITED", startedAtMs: 0, exit };
  }
  const leader = task.process;
  if (!leader) return { ...shared, state: "STATE_CREATED", startedAtMs: 0, exit: null };
  const { startedAtMs } = leader;
  // Asked in this order: the wrapper leaves the exit before it dies.
  const alive = isAlive(leader.pid, leader.startTicks);
  const exit = task.exit;
  if (exit) {
    const result = exitResult(exit, task.stopped, startedAtMs);
    const chunks = shortOutput(task, exit.finishedAtMs);
    return {
      ...shared,
      state: "STATE_EXITED",
      startedAtMs,
      exit: { ...result, ...(chunks ? { output: { chunks } } : {}) },
    };
  }
  if (alive) return { ...shared, state: "STATE_RUNNING", startedAtMs, exit: null };
  const lost = {
    reason: "REASON_LOST" as const,
    signal: "",
    startedAtMs,
    finishedAtMs: Date.now(),
    message: "its process is gone and left no result: the host was restarted, or somebody killed its wrapper",
  };
  return { ...shared, state: "STATE_EXITED", startedAtMs, exit: lost };
}

function exitResult(
  { code: exitCode, finishedAtMs }: { code: number; finishedAtMs: number },
  stopped: string | undefined,
  startedAtMs: number,
): NonNullable<ContainerStatus["exit"]> {
  // A shell reports a death by signal n as 128 + n.
  const signal = Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0] ?? "";
  const reason =
    stopped === "timeout"
      ? "REASON_TIMEOUT"
      : stopped !== undefined
        ? "REASON_STOPPED"
        : signal
          ? "REASON_SIGNALED"
          : "REASON_EXITED";
  return { reason, exitCode, _exitCode: "exitCode", signal, startedAtMs, finishedAtMs, message: "" };
}

function isAlive(pid: number, startTicks: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] !== "Z" && fields[19] === startTicks;
  } catch {
    return false;
  }
}

/** The group is the wrapper's; the wrapper ignores what ends the task, so that it can still report. */
function signalTask(pid: number, name: NodeJS.Signals, wrapperToo = false): void {
  try {
    if (name !== "SIGKILL" || wrapperToo) process.kill(-pid, name);
    else for (const child of childrenOf(pid)) process.kill(child, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
    return children.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}

/** All that a task that has ended wrote, if it is little: it travels with the exit. */
function shortOutput(task: TaskDirectory, writtenAtMs: number): LogChunk[] | undefined {
  const sizes = { stdout: task.sizeOf("stdout"), stderr: task.sizeOf("stderr") };
  if (sizes.stdout + sizes.stderr > shortOutputBytes) return undefined;
  const offsets: Offsets = { stdout: 0, stderr: 0 };
  return (["stdout", "stderr"] as const).flatMap((stream) => {
    if (sizes[stream] === 0) return [];
    const data = readFileSync(join(task.path, stream));
    offsets[stream] = data.length;
    return [{ cursor: formatCursor(offsets), stream: streamNames[stream], writtenAtMs, data }];
  });
}

type Offsets = Record<"stdout" | "stderr", number>;

const streamNames = { stdout: "STREAM_STDOUT", stderr: "STREAM_STDERR" } as const;

const formatCursor = ({ stdout, stderr }: Offsets) => Buffer.from(`${stdout}:${stderr}`);

function parseCursor(cursor: Buffer): Offsets {
  if (cursor.length === 0) return { stdout: 0, stderr: 0 };
  const [, stdout, stderr] = /^(\d+):(\d+)$/.exec(cursor.toString()) ?? [];
  if (stdout === undefined || stderr === undefined)
    throw new Fault("invalid", "the cursor is not one of scheduler-process");
  return { stdout: Number(stdout), stderr: Number(stderr) };
}

/** What is there beyond the offset, up to 256 KiB a message; moves the offset. */
async function* readOutput(path: string, stream: keyof Offsets, offsets: Offsets): AsyncGenerator<LogChunk[]> {
  const file = await open(path, "r");
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(
        Buffer.allocUnsafe(4 * chunkBytes),
        0,
        4 * chunkBytes,
        offsets[stream],
      );
      if (bytesRead === 0) return;
      const chunks: LogChunk[] = [];
      for (let from = 0; from < bytesRead; from += chunkBytes) {
        const data = buffer.subarray(from, Math.min(from + chunkBytes, bytesRead));
        offsets[stream] += data.length;
        chunks.push({
          cursor: formatCursor(offsets),
          stream: streamNames[stream],
          writtenAtMs: Date.now(),
          data,
        });
      }
      yield chunks;
    }
  } finally {
    await file.close();
  }
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
