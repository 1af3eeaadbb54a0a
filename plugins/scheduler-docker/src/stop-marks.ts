import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Why this plugin ends a container, and when it kills it. */
export interface StopMark {
  readonly why: "stop" | "timeout";
  readonly killAtMs: number;
}

/**
 * What the engine does not remember: that a container was asked to end, by whom, and until when. One file a container,
 * written before the signal is sent, so that another process of the plugin says the same and still kills in time.
 */
export class StopMarks {
  readonly #directory: string;
  readonly #marks = new Map<string, StopMark>();

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, "stops");
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const key of readdirSync(this.#directory)) {
      if (key.endsWith(".new")) rmSync(join(this.#directory, key), { force: true });
      else this.#marks.set(key, JSON.parse(readFileSync(join(this.#directory, key), "utf8")) as StopMark);
    }
  }

  get keys(): readonly string[] {
    return [...this.#marks.keys()];
  }

  get(key: string): StopMark | undefined {
    return this.#marks.get(key);
  }

  /** The first reason stays; the time of the kill only comes nearer. Returns the mark that counts. */
  set(key: string, mark: StopMark): StopMark {
    const before = this.#marks.get(key);
    const after = before ? { why: before.why, killAtMs: Math.min(before.killAtMs, mark.killAtMs) } : mark;
    if (before?.killAtMs === after.killAtMs) return after;
    const path = join(this.#directory, key);
    writeFileSync(`${path}.new`, JSON.stringify(after), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    this.#marks.set(key, after);
    return after;
  }

  delete(key: string): void {
    if (this.#marks.delete(key)) rmSync(join(this.#directory, key), { force: true });
  }
}
