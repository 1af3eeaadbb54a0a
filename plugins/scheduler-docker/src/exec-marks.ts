import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTicksOf } from "@gofer/sdk/host";

/** A command inside a container, and the process of the plugin that its caller talks through. */
interface ExecMark {
  readonly containerId: string;
  readonly pid: number;
  readonly startTicks: string | undefined;
}

/**
 * Which commands run inside containers: one file each, by the engine's id of it. A process of the plugin that is killed leaves its
 * commands behind with nobody who talks to them, and the next one kills them.
 */
export class ExecMarks {
  readonly #directory: string;

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, "execs");
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  set(execId: string, containerId: string): void {
    const mark: ExecMark = { containerId, pid: process.pid, startTicks: startTicksOf(process.pid) };
    writeFileSync(join(this.#directory, execId), JSON.stringify(mark), { mode: 0o600 });
  }

  delete(execId: string): void {
    rmSync(join(this.#directory, execId), { force: true });
  }

  /** Those whose process is gone; another generation that is about to take over, or to be replaced, lives. */
  left(): readonly { readonly execId: string; readonly containerId: string }[] {
    return readdirSync(this.#directory).flatMap((execId) => {
      const mark = markFrom(readFileSync(join(this.#directory, execId), "utf8"));
      const { containerId = "", pid = 0, startTicks } = mark ?? {};
      return pid > 0 && startTicksOf(pid) === startTicks ? [] : [{ execId, containerId }];
    });
  }
}

/** Undefined for what was being written when its process was killed: its command had not begun. */
function markFrom(text: string): ExecMark | undefined {
  try {
    return JSON.parse(text) as ExecMark;
  } catch {
    return undefined;
  }
}
