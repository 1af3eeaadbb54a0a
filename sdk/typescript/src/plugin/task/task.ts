import { randomBytes } from "node:crypto";
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
import type { RunRequest, TaskOrigin } from "@gofer/proto";
import type * as z from "zod";
import { Fault } from "../../fault.js";
import { isDnsLabel } from "../../names.js";
import { claim, whileClaimed } from "../claim.js";
import { type OpenPlugin, schemaOf } from "../define.js";
import { parseParameters } from "../parameters.js";
import { Execution, type Outputs, type TaskProgress } from "./execution.js";

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

const keptForMs = 24 * 3600_000;
const sweepMs = 3600_000;

/**
 * A common task: an asynchronous function is all that is left to write. Executions are known by their keys and
 * keep what they tell in the data directory until they are forgotten, or for a day. One that the end of the plugin
 * has interrupted is resumed where the author says how, else it is lost. Settings and variables are not kept: they may
 * hold secrets.
 */
export function openTask<Schema extends z.ZodObject>(options: TaskOptions<Schema>): OpenPlugin<"task"> {
  const { description, settings: schema, validate, run, resume, secrets = [] } = options;
  const { dataDirectory, signal, cancelGraceMs = 10_000 } = options;
  const root = join(dataDirectory, "executions");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const executions = new Map<string, Execution>();
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

  function executionOf(key: string, specHash: string): Execution {
    const path = join(root, key, "events");
    const execution = new Execution({ key, specHash, path, secrets, stopping: signal, closed: closed.signal });
    executions.set(key, execution);
    return execution;
  }

  function restore(key: string, specHash: string): void {
    const execution = executionOf(key, specHash);
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
    let watcher: FSWatcher | undefined;
    try {
      const other = join(dataDirectory, readIfThere(join(directory, "owner")) ?? "nobody");
      const end = await whileClaimed(other, closed.signal, () => {
        watcher = watch(directory, () => execution.refresh());
        execution.refresh();
      });
      if (end === "left") rmSync(other, { force: true });
    } catch (error) {
      if (closed.signal.aborted) return;
      throw error;
    } finally {
      watcher?.close();
    }
    if (executions.get(execution.key) !== execution) return;
    execution.refresh();
    if (!execution.isEnded) interrupted(execution);
  }

  /** Nobody works on it any more, and it has no result: this process goes on with it, or calls it lost. */
  function interrupted(execution: Execution): void {
    // Whoever comes after this process takes care of it.
    if (isDraining || signal.aborted) return;
    const kept = resume && execution.log.kept;
    if (!kept) return execution.endLost();
    others.delete(execution);
    own(execution.key);
    execution.begin((progress) => resume({ ...progress, ...kept }));
    const cancel = readIfThere(join(root, execution.key, "cancel"));
    if (cancel !== undefined) execution.cancel(Number(cancel));
  }

  /** Says in the folder of an execution that this process works on it. */
  function own(key: string): void {
    writeFileSync(join(root, key, "owner"), owner, { mode: 0o600 });
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

  function start({ key, specHash, settings: given, variables, origin }: RunRequest): Execution {
    if (!isDnsLabel(key)) {
      throw new Fault("invalid", `key ${JSON.stringify(key)} is not a DNS label of at most 63 characters`);
    }
    if (isDraining || signal.aborted) throw new Fault("unavailable", "the plugin is about to stop");
    const settings = parse(given);
    makeFolder(key, specHash);
    const execution = executionOf(key, specHash);
    execution.begin((progress) => run({ ...progress, settings, variables, origin }));
    return execution;
  }

  /** The folder of an execution that this process begins; others see it when it is whole. */
  function makeFolder(key: string, specHash: string): void {
    const directory = join(root, key);
    try {
      mkdirSync(directory, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new Fault("unavailable", `another process begins the execution with key ${key}: try again`, {
        cause: error,
      });
    }
    try {
      writeFileSync(join(directory, "spec.new"), specHash, { mode: 0o600 });
      own(key);
      renameSync(join(directory, "spec.new"), join(directory, "spec"));
    } catch (error) {
      // Left here, it would be one that another process begins, as long as this one lives.
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** While this process is being replaced, its successor is asked to cancel, and says so by a file. */
  function watchCancel(execution: Execution): FSWatcher {
    const file = join(root, execution.key, "cancel");
    const look = () => {
      if (!execution.isEnded && existsSync(file)) execution.cancel(Number(readFileSync(file, "utf8")));
    };
    const watcher = watch(join(root, execution.key), look);
    look();
    return watcher;
  }

  return {
    task: {
      describe: () => ({ description, settingsSchema: schemaOf(schema) }),
      validateSettings: ({ settings: given }) => ({ violations: [...violationsOf(given)] }),
      async *run(request, call) {
        const { key, specHash } = request;
        const known = find(key);
        if (known && known.specHash !== specHash) {
          throw new Fault("exists", `key ${key} is in use by an execution with other settings`);
        }
        const execution = known ?? start(request);
        const ended = AbortSignal.any([call.signal, signal]);
        for await (const event of execution.follow(0, ended)) yield { event };
      },
      async *attach({ key, cursor }, call) {
        const execution = find(key);
        if (!execution) throw new Fault("notFound", `there is no execution with key ${key}`);
        const ended = AbortSignal.any([call.signal, signal]);
        for await (const event of execution.follow(parseCursor(cursor), ended)) yield { event };
      },
      cancel({ key, graceMs = cancelGraceMs }) {
        const execution = find(key);
        if (!execution || execution.isEnded) return {};
        if (others.has(execution)) writeFileSync(join(root, key, "cancel"), String(graceMs), { mode: 0o600 });
        else execution.cancel(graceMs);
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
