import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

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

/**
 * Everything about one task is in its directory, written by whoever knows it: this plugin before the
 * start, the wrapper after it. So another process of the plugin finds the same task again.
 *
 *   spec.json   before the start            pid     by the wrapper: pid and start ticks
 *   exit        by the wrapper, renamed     stop    before a stop: "signal" or "timeout"
 *   error       instead of a start          stdout, stderr, work/
 */
export class TaskDirectory {
  readonly path: string;

  constructor(root: string, key: string) {
    this.path = join(root, key);
  }

  get exists(): boolean {
    return existsSync(join(this.path, "spec.json"));
  }

  /** Makes the directory with its spec; false when it is there already. */
  create(spec: StoredSpec): boolean {
    mkdirSync(join(this.path, "work"), { recursive: true, mode: 0o700 });
    try {
      const file = openSync(join(this.path, "spec.json.new"), "wx", 0o600);
      writeSync(file, JSON.stringify(spec));
      closeSync(file);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (this.exists) return false;
    for (const output of ["stdout", "stderr"]) writeFileSync(join(this.path, output), "", { flag: "a", mode: 0o600 });
    renameSync(join(this.path, "spec.json.new"), join(this.path, "spec.json"));
    return true;
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

  get stopped(): string | undefined {
    return this.#read("stop");
  }

  /** Bytes that it has written so far. */
  sizeOf(stream: "stdout" | "stderr"): number {
    return statSync(join(this.path, stream)).size;
  }

  write(name: "error" | "stop" | "exit", content: string): void {
    const temporary = join(this.path, `${name}.new`);
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, join(this.path, name));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
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
  return readdirSync(root).filter((key) => existsSync(join(root, key, "spec.json")));
}

/** True for an error of the file system with this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
