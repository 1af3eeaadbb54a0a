import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import {
  existsSync,
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { TaskEventInput, TaskOrigin } from "@gofer/proto";
import * as z from "zod";
import { Fault, messageOf } from "../../fault.js";
import { isDnsLabel } from "../../names.js";
import { claim, whileClaimed } from "../claim.js";
import { type OpenPlugin, schemaOf } from "../define.js";
import { parseParameters } from "../trigger/parameters.js";
import { ExecutionLog, type KeptEvent, type KeptResult } from "./execution-log.js";
import { maskOf } from "./mask.js";
import { chunkBytes, heartbeatAt, joined, wireOf } from "./told-events.js";

/** How a common task tells what it does. */
export interface TaskProgress {
  /** Writes to the log of the task; a line break is not added. */
  readonly write: (text: string | Uint8Array, stream?: "stdout" | "stderr") => void;
  /** Says how far it is: one sentence, and the share that is done (0 to 1) when that is known. */
  readonly progress: (message: string, fraction?: number) => void;
  /**
   * Keeps what `resume` needs to go on from here, at most 64 KiB; it takes the place of what was kept before, and is on
   * the disk when this returns. As it is: no secrets.
   */
  readonly keep: (state: string) => void;
  /** Aborts when the task is cancelled or the plugin must stop. */
  readonly signal: AbortSignal;
}

/** What a common task is given when it begins. */
export interface TaskContext<Settings> extends TaskProgress {
  readonly settings: Settings;
  /** Variables of the run. */
  readonly variables: Readonly<Record<string, string>>;
  readonly origin: TaskOrigin | null;
}

/** What a common task is given that goes on after the end of the plugin: settings and variables may be secret, and are not kept. */
export interface ResumedTask extends TaskProgress {
  /** What it kept last. */
  readonly state: string;
  /** What it wrote after that: it need not be written again. */
  readonly written: string;
}

type Outputs = Readonly<Record<string, string>> | undefined;

export interface TaskOptions<Schema extends z.ZodObject> {
  /** What the task does, for a person. */
  readonly description: string;
  /** What a pipeline may pass; keys are case-insensitive, unknown ones are refused with a proposal. */
  readonly settings: Schema;
  /** What the schema cannot say: all problems, "setting: what is wrong and what would be right". */
  readonly validate?: (settings: z.output<Schema>) => readonly string[];
  /** Does the work. Returns outputs, or nothing. Whatever it throws fails the task with that message. */
  readonly run: (context: TaskContext<z.output<Schema>>) => Promise<Outputs>;
  /**
   * Goes on with work that the end of the plugin has interrupted, whatever ended it, from what it kept; ends as `run` does.
   * A plugin with it says RESUMABLE. Without it, and where nothing was kept, such work is lost.
   */
  readonly resume?: (task: ResumedTask) => Promise<Outputs>;
  /** Values that are hidden wherever they appear in logs and messages: the secrets of the configuration. */
  readonly secrets?: readonly string[];
  readonly dataDirectory: string;
  /** Aborts when the plugin must stop. */
  readonly signal: AbortSignal;
  /** How long a task may take to end after it was cancelled, unless the kernel says how long. Default 10 s. */
  readonly cancelGraceMs?: number;
}

const signOfLifeMs = 25_000;
const mostOutputBytes = 64 << 10;
const mostStateBytes = 64 << 10;
const keptForMs = 24 * 3600_000;
const sweepMs = 3600_000;
/** A timer of Node takes no longer time. */
const maxTimerMs = 2 ** 31 - 1;

interface Execution {
  readonly key: string;
  readonly specHash: string;
  readonly log: ExecutionLog;
  /** Tells "change" when there is a new event. */
  readonly news: EventEmitter;
  readonly cancel: AbortController;
  /** Aborts when it is not waited for any longer after it was cancelled. */
  readonly giveUp: AbortController;
  isEnded: boolean;
  ended: Promise<void>;
}

/**
 * A common task: an asynchronous function is all that is left to write. Executions are known by their keys and
 * keep what they tell in the data directory until they are forgotten, or for a day. One that the end of the plugin
 * has interrupted is resumed where the author says how, else it is lost. Settings and variables are not kept: they may
 * hold secrets.
 */
export function openTask<Schema extends z.ZodObject>(options: TaskOptions<Schema>): OpenPlugin<"task"> {
  const { description, settings: schema, validate, run, resume } = options;
  const { dataDirectory, signal, cancelGraceMs = 10_000 } = options;
  const root = join(dataDirectory, "executions");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const executions = new Map<string, Execution>();
  const { secrets = [] } = options;
  const mask = maskOf(secrets);
  // Bytes are looked through as Latin-1, which has one letter for each.
  const maskBytes = maskOf(secrets.map((secret) => Buffer.from(secret).toString("latin1")));
  let isDraining = false;
  const closed = new AbortController();
  /** Tells other processes that this one is alive. Where there can be no socket, what it is at is lost with an upgrade. */
  const owner = `owner-${randomBytes(4).toString("hex")}`;
  const claimed = claim(join(dataDirectory, owner)).catch(() => undefined);
  /** Executions that another process has begun, as long as that one is alive. */
  const others = new Map<Execution, Promise<void>>();

  for (const key of readdirSync(root)) {
    const specHash = readHash(join(root, key));
    // Begun to be made, and never told to anybody.
    if (specHash === undefined) rmSync(join(root, key), { recursive: true });
    else restore(key, specHash);
  }
  sweep();
  const sweeper = setInterval(sweep, sweepMs).unref();

  function restore(key: string, specHash: string): void {
    const execution = executionOf(key, specHash);
    execution.isEnded = execution.log.result !== undefined;
    if (execution.isEnded) return;
    const watched = watchOther(execution)
      // What cannot be written now is said by the next process.
      .catch(() => undefined)
      .finally(() => others.delete(execution));
    others.set(execution, watched);
  }

  /** One that another process has begun since this one was opened, while it was being replaced, is joined too. */
  function find(key: string): Execution | undefined {
    const known = executions.get(key);
    if (known || !isDnsLabel(key)) return known;
    const specHash = readHash(join(root, key));
    if (specHash !== undefined) restore(key, specHash);
    return executions.get(key);
  }

  /** Another process, which is being replaced by this one, may still work on it and write what it tells. */
  async function watchOther(execution: Execution): Promise<void> {
    const directory = join(root, execution.key);
    const look = () => {
      execution.log.refresh();
      execution.isEnded = execution.log.result !== undefined;
      execution.news.emit("change");
    };
    let watcher: FSWatcher | undefined;
    try {
      const other = join(dataDirectory, readIfThere(join(directory, "owner")) ?? "nobody");
      const end = await whileClaimed(other, closed.signal, () => {
        watcher = watch(directory, look);
        look();
      });
      if (end === "left") rmSync(other, { force: true });
    } catch (error) {
      if (closed.signal.aborted) return;
      throw error;
    } finally {
      watcher?.close();
    }
    if (executions.get(execution.key) !== execution) return;
    look();
    if (!execution.isEnded) interrupted(execution);
  }

  /** Nobody works on it any more, and it has no result: this process goes on with it, or calls it lost. */
  function interrupted(execution: Execution): void {
    // Whoever comes after this process takes care of it.
    if (isDraining || signal.aborted) return;
    const kept = resume && execution.log.kept;
    if (!kept) return endLost(execution);
    others.delete(execution);
    own(execution.key);
    const task: ResumedTask = { ...progressOf(execution), ...kept };
    execution.ended = finish(execution, async () => resume(task));
    const cancel = readIfThere(join(root, execution.key, "cancel"));
    if (cancel !== undefined) cancelExecution(execution, Number(cancel));
  }

  function endLost(execution: Execution): void {
    const message = "the plugin ended while the task was running: nobody knows how far it came";
    execution.log.append({ result: { kind: "KIND_LOST", message, outputs: {}, endedAtMs: Date.now() } });
    execution.isEnded = true;
    execution.news.emit("change");
  }

  /** Says in the folder of an execution that this process works on it. */
  function own(key: string): void {
    writeFileSync(join(root, key, "owner"), owner, { mode: 0o600 });
  }

  function executionOf(key: string, specHash: string): Execution {
    const execution: Execution = {
      ...{ key, specHash, log: new ExecutionLog(join(root, key, "events")), isEnded: false },
      ...{ news: new EventEmitter().setMaxListeners(0), cancel: new AbortController() },
      ...{ giveUp: new AbortController(), ended: Promise.resolve() },
    };
    executions.set(key, execution);
    return execution;
  }

  function sweep(): void {
    for (const [key, { isEnded, log }] of executions) {
      if (isEnded && Date.now() - (log.result?.endedAtMs ?? 0) > keptForMs) forget(key);
    }
  }

  function forget(key: string): void {
    if (executions.get(key)?.isEnded !== true) return;
    executions.delete(key);
    rmSync(join(root, key), { recursive: true, force: true });
  }

  function violationsOf(given: Readonly<Record<string, string>>): readonly string[] {
    const parsed = parseParameters<z.output<Schema>>(schema, given);
    return parsed.violations ?? validate?.(parsed.parameters) ?? [];
  }

  function parse(given: Readonly<Record<string, string>>): z.output<Schema> {
    const parsed = parseParameters<z.output<Schema>>(schema, given);
    const violations = parsed.violations ?? validate?.(parsed.parameters) ?? [];
    if (parsed.violations || violations.length > 0) {
      throw new Fault("invalid", violations.join("; ") || "a reference in the settings is not resolved");
    }
    return parsed.parameters;
  }

  interface Given {
    readonly key: string;
    readonly specHash: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly variables: Readonly<Record<string, string>>;
    readonly origin: TaskOrigin | null;
  }

  function start({ key, specHash, settings: given, variables, origin }: Given): Execution {
    if (!isDnsLabel(key)) {
      throw new Fault("invalid", `key ${JSON.stringify(key)} is not a DNS label of at most 63 characters`);
    }
    if (isDraining || signal.aborted) throw new Fault("unavailable", "the plugin is about to stop");
    const settings = parse(given);
    const directory = join(root, key);
    try {
      mkdirSync(directory, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new Fault("unavailable", `another process begins the execution with key ${key}: try again`, {
        cause: error,
      });
    }
    writeFileSync(join(directory, "spec.new"), specHash, { mode: 0o600 });
    own(key);
    renameSync(join(directory, "spec.new"), join(directory, "spec"));
    const execution = executionOf(key, specHash);
    const context: TaskContext<z.output<Schema>> = { ...progressOf(execution), settings, variables, origin };
    execution.ended = finish(execution, async () => run(context));
    return execution;
  }

  function tell(execution: Execution, event: KeptEvent): void {
    // What comes after the end is nobody's: another process may be at it by now.
    if (execution.isEnded || closed.signal.aborted) return;
    if ("result" in event) execution.isEnded = true;
    execution.log.append(event);
    execution.news.emit("change");
  }

  function progressOf(execution: Execution): TaskProgress {
    return {
      write(text, stream = "stdout") {
        const bytes =
          typeof text === "string"
            ? Buffer.from(mask(text))
            : Buffer.from(maskBytes(Buffer.from(text).toString("latin1")), "latin1");
        const writtenAtMs = Date.now();
        for (let from = 0; from < bytes.length; from += chunkBytes) {
          const log = bytes.subarray(from, from + chunkBytes).toString("base64");
          tell(execution, { log, stderr: stream === "stderr", writtenAtMs });
        }
      },
      progress: (message, fraction = 0) => tell(execution, { progress: mask(message), fraction }),
      keep(state) {
        const bytes = Buffer.byteLength(state);
        if (bytes > mostStateBytes)
          throw new Fault("invalid", `a state of ${bytes} bytes: at most ${mostStateBytes} are kept`);
        tell(execution, { state });
      },
      signal: AbortSignal.any([execution.cancel.signal, signal]),
    };
  }

  async function finish(execution: Execution, run: () => Promise<Outputs>): Promise<void> {
    const { cancel, giveUp } = execution;
    const end = (kind: KeptResult["kind"], message: string, outputs: Readonly<Record<string, string>> = {}) => {
      // A plugin that is stopped does not know how its tasks would have ended: the next one says so.
      if (signal.aborted && !cancel.signal.aborted && kind === "KIND_FAILED") return;
      const isCancelled = cancel.signal.aborted;
      const result = { kind: isCancelled ? "KIND_CANCELLED" : kind, message: mask(message), outputs } as const;
      tell(execution, { result: { ...result, ...(isCancelled ? { outputs: {} } : {}), endedAtMs: Date.now() } });
    };
    const work = run().then(
      (outputs = {}) => {
        const size = Object.entries(outputs).reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
        if (size <= mostOutputBytes) end("KIND_SUCCEEDED", "", outputs);
        else end("KIND_FAILED", `its outputs have ${size} bytes, at most ${mostOutputBytes} are allowed`);
      },
      (error: unknown) => end("KIND_FAILED", messageOf(error)),
    );
    const settled = new AbortController();
    const tooSlow = async () => {
      if (!giveUp.signal.aborted) await once(giveUp.signal, "abort", { signal: settled.signal });
      end("KIND_CANCELLED", "it did not end within its grace time after it was cancelled");
    };
    await Promise.race([work, tooSlow().catch(() => work)]);
    settled.abort();
  }

  function cancelExecution({ cancel, giveUp, ended }: Execution, graceMs: number): void {
    cancel.abort(new Fault("cancelled", "cancelled"));
    if (graceMs <= 0) return giveUp.abort();
    const timer = setTimeout(() => giveUp.abort(), Math.min(graceMs, maxTimerMs));
    void ended.finally(() => clearTimeout(timer));
  }

  /** While this process is being replaced, its successor is asked to cancel, and says so by a file. */
  function watchCancel(execution: Execution): FSWatcher {
    const file = join(root, execution.key, "cancel");
    const look = () => {
      if (!execution.isEnded && existsSync(file)) cancelExecution(execution, Number(readFileSync(file, "utf8")));
    };
    const watcher = watch(join(root, execution.key), look);
    look();
    return watcher;
  }

  async function* follow(execution: Execution, from: number, ended: AbortSignal): AsyncGenerator<TaskEventInput> {
    let position = from;
    let isFirst = true;
    while (!ended.aborted) {
      const round = new AbortController();
      const until = { signal: AbortSignal.any([ended, round.signal]) };
      // Listened for before reading: what is told in between is not missed.
      const changed = once(execution.news, "change", until).catch(() => undefined);
      // Asked before reading: all that an ended execution has told is then read.
      const { isEnded } = execution;
      let count = 0;
      for (const { event, position: behind } of joined(execution.log.read(position))) {
        position = behind;
        count++;
        isFirst = false;
        yield { cursor: Buffer.from(String(position)), ...wireOf(event) };
        if ("result" in event || ended.aborted) {
          round.abort();
          return;
        }
      }
      if (count === 0 && isEnded) {
        round.abort();
        return;
      }
      if (count === 0) {
        if (isFirst) yield heartbeatAt(position);
        isFirst = false;
        const isChanged = await Promise.race([
          changed.then(() => true),
          delay(signOfLifeMs, false, until).catch(() => true),
        ]);
        if (!isChanged) yield heartbeatAt(position);
      }
      round.abort();
    }
  }

  return {
    task: {
      describe: () => ({ description, settingsSchema: schemaOf(schema) }),
      validateSettings: ({ settings: given }) => ({ violations: [...violationsOf(given)] }),
      async *run({ key, specHash, settings, variables, origin }, call) {
        const known = find(key);
        if (known && known.specHash !== specHash) {
          throw new Fault("exists", `key ${key} is in use by an execution with other settings`);
        }
        const execution = known ?? start({ key, specHash, settings, variables, origin });
        const ended = AbortSignal.any([call.signal, signal]);
        for await (const event of follow(execution, 0, ended)) yield { event };
      },
      async *attach({ key, cursor }, call) {
        const execution = find(key);
        if (!execution) throw new Fault("notFound", `there is no execution with key ${key}`);
        const ended = AbortSignal.any([call.signal, signal]);
        for await (const event of follow(execution, parseCursor(cursor), ended)) yield { event };
      },
      cancel({ key, graceMs = cancelGraceMs }) {
        const execution = find(key);
        if (!execution || execution.isEnded) return {};
        if (others.has(execution)) writeFileSync(join(root, key, "cancel"), String(graceMs), { mode: 0o600 });
        else cancelExecution(execution, graceMs);
        return {};
      },
      forget({ keys }) {
        for (const key of keys) forget(key);
        return {};
      },
    },
    async drain(timeoutMs) {
      isDraining = true;
      const watchers = [...executions.values()].filter(({ isEnded }) => !isEnded).map(watchCancel);
      const timer = new AbortController();
      const running = Promise.all([...executions.values()].map(({ ended }) => ended));
      await Promise.race([running, delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
      for (const watcher of watchers) watcher.close();
    },
    async close() {
      clearInterval(sweeper);
      closed.abort();
      (await claimed)?.[Symbol.dispose]();
      await Promise.allSettled(others.values());
    },
  };
}

const readHash = (directory: string) => readIfThere(join(directory, "spec"));

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function parseCursor(cursor: Buffer): number {
  const text = cursor.toString();
  if (!/^\d{0,15}$/.test(text)) throw new Fault("invalid", "the cursor is not one of this plugin");
  return Number(text);
}
