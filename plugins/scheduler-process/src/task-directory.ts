import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a key is; anything else names no task, and must not get into a path. */
export const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What a task was started with, written before anything is started. */
export interface StoredSpec {
  readonly key: string;
  readonly specHash: string;
  readonly generation: number;
  readonly stopSignal: string;
  readonly wallTimeMs: number;
}

/** How the wrapper of a task reports: its process group, and how the command ended. */
export interface StoredProcess {
  readonly pid: number;
  readonly startTicks: string;
  readonly startedAtMs: number;
}

export interface StoredExit {
  readonly code: number;
  readonly finishedAtMs: number;
}

/** That a task was asked to end, by whom, and when it is killed. */
export interface StoredStop {
  readonly why: "signal" | "timeout";
  readonly signal: NodeJS.Signals;
  readonly killAtMs: number;
}

/**
 * Everything about one task is in its directory, written by whoever knows it: this plugin before the
 * start, the wrapper after it. So another process of the plugin finds the same task again.
 *
 *   spec.json   before the start            pid     by the wrapper: pid and start ticks
 *   exit        by the wrapper, renamed     stop    before a stop
 *   error       instead of a start          output/{stdout,stderr}, work/
 *
 * It appears and disappears whole: names that begin with a dot are on their way in or out.
 */
export class TaskDirectory {
  readonly path: string;
  readonly #root: string;
  readonly #key: string;

  constructor(root: string, key: string) {
    this.path = join(root, key);
    this.#root = root;
    this.#key = key;
  }

  get exists(): boolean {
    return dnsLabel.test(this.#key) && existsSync(join(this.path, "spec.json"));
  }

  /** Makes the directory with its spec; false when it is there already. */
  create(spec: StoredSpec): boolean {
    const made = join(this.#root, `.new-${process.pid}-${this.#key}`);
    mkdirSync(join(made, "work"), { recursive: true, mode: 0o700 });
    mkdirSync(join(made, "output"), { recursive: true, mode: 0o700 });
    for (const stream of ["stdout", "stderr"]) writeFileSync(join(made, "output", stream), "", { mode: 0o600 });
    writeFileSync(join(made, "spec.json"), JSON.stringify(spec), { mode: 0o600 });
    try {
      renameSync(made, this.path);
      return true;
    } catch (error) {
      rmSync(made, { recursive: true, force: true });
      if (isCode(error, "ENOTEMPTY") || isCode(error, "EEXIST")) return false;
      throw error;
    }
  }

  get spec(): StoredSpec {
    return JSON.parse(readFileSync(join(this.path, "spec.json"), "utf8")) as StoredSpec;
  }

  get process(): StoredProcess | undefined {
    const [pid, startTicks, startedAt] = this.#read("pid")?.trim().split(" ") ?? [];
    if (pid === undefined || startTicks === undefined || startedAt === undefined) return undefined;
    return { pid: Number(pid), startTicks, startedAtMs: Number(startedAt) };
  }

  get exit(): StoredExit | undefined {
    const [code, finishedAt] = this.#read("exit")?.trim().split(" ") ?? [];
    return code === undefined || finishedAt === undefined
      ? undefined
      : { code: Number(code), finishedAtMs: Number(finishedAt) };
  }

  /** Why it could not be started, with the exit code that a shell would give. */
  get startError(): { code: number; message: string } | undefined {
    const stored = this.#read("error");
    return stored === undefined ? undefined : (JSON.parse(stored) as { code: number; message: string });
  }

  get stop(): StoredStop | undefined {
    const stored = this.#read("stop");
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredStop);
  }

  /** Path of what it writes. */
  outputPath(stream: "stdout" | "stderr"): string {
    return join(this.path, "output", stream);
  }

  /** Bytes that it has written so far. */
  sizeOf(stream: "stdout" | "stderr"): number {
    return statSync(this.outputPath(stream)).size;
  }

  write(name: "error" | "stop", content: object): void {
    const temporary = join(this.path, `${name}.new`);
    writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
    renameSync(temporary, join(this.path, name));
  }

  remove(): void {
    const removed = join(this.#root, `.removed-${process.pid}-${this.#key}`);
    rmSync(removed, { recursive: true, force: true });
    renameSync(this.path, removed);
    rmSync(removed, { recursive: true, force: true });
  }

  #read(name: string): string | undefined {
    try {
      return readFileSync(join(this.path, name), "utf8");
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }
}

/** Keys of all tasks that were begun. */
export function listTasks(root: string): readonly string[] {
  return readdirSync(root).filter((key) => !key.startsWith("."));
}

/** Removes what processes of this plugin that were killed have left half made or half removed. */
export function removeRemains(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = /^\.(?:new|removed)-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** True of a process that is there; with `startTicks`, of the one that began then. */
export function isRunning(pid: number, startTicks?: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] !== "Z" && (startTicks === undefined || fields[19] === startTicks);
  } catch {
    return false;
  }
}

/** True for an error of the file system with this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
