import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { TaskEventInput } from "@gofer/proto";
import { Fault, messageOf } from "../../fault.js";
import { ExecutionLog, type KeptEvent, type KeptResult } from "./execution-log.js";
import { type Mask, maskOf } from "./mask.js";
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

export type Outputs = Readonly<Record<string, string>> | undefined;

export interface ExecutionOptions {
  readonly key: string;
  readonly specHash: string;
  /** The file that keeps what it tells. */
  readonly path: string;
  /** Values that are hidden wherever they appear. */
  readonly secrets: readonly string[];
  /** Aborts when the plugin must stop. */
  readonly stopping: AbortSignal;
  /** Aborts when this process tells nothing more. */
  readonly closed: AbortSignal;
}

const signOfLifeMs = 25_000;
const mostOutputBytes = 64 << 10;
const mostStateBytes = 64 << 10;
/** A timer of Node takes no longer time. */
const maxTimerMs = 2 ** 31 - 1;

/** One execution: what it tells is kept, and told to everybody who follows it. It may be another process that works on it. */
export class Execution {
  readonly key: string;
  readonly specHash: string;
  readonly log: ExecutionLog;
  readonly #stopping: AbortSignal;
  readonly #closed: AbortSignal;
  readonly #mask: Mask;
  readonly #maskBytes: Mask;
  /** Tells "change" when there is a new event. */
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #cancel = new AbortController();
  /** Aborts when it is not waited for any longer after it was cancelled. */
  readonly #giveUp = new AbortController();
  #isEnded: boolean;
  #ended: Promise<void> = Promise.resolve();

  constructor({ key, specHash, path, secrets, stopping, closed }: ExecutionOptions) {
    this.key = key;
    this.specHash = specHash;
    this.log = new ExecutionLog(path);
    this.#isEnded = this.log.result !== undefined;
    this.#stopping = stopping;
    this.#closed = closed;
    this.#mask = maskOf(secrets);
    // Bytes are looked through as Latin-1, which has one letter for each.
    this.#maskBytes = maskOf(secrets.map((secret) => Buffer.from(secret).toString("latin1")));
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Resolves when this process does not work on it any more. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Looks at what another process has told of it. */
  refresh(): void {
    this.log.refresh();
    this.#isEnded = this.log.result !== undefined;
    this.#news.emit("change");
  }

  /** Nobody works on it any more, and nobody will. */
  endLost(): void {
    const message = "the plugin ended while the task was running: nobody knows how far it came";
    this.log.append({ result: { kind: "KIND_LOST", message, outputs: {}, endedAtMs: Date.now() } });
    this.#isEnded = true;
    this.#news.emit("change");
  }

  /** Works on it in this process, until it ends, is given up after a cancel, or the plugin stops. */
  begin(work: (progress: TaskProgress) => Promise<Outputs>): void {
    this.#ended = this.#finish(async () => work(this.#progress()));
  }

  /** Asks the work to end, and does not wait for it longer than the grace. */
  cancel(graceMs: number): void {
    this.#cancel.abort(new Fault("cancelled", "cancelled"));
    if (graceMs <= 0) return this.#giveUp.abort();
    const timer = setTimeout(() => this.#giveUp.abort(), Math.min(graceMs, maxTimerMs));
    void this.#ended.finally(() => clearTimeout(timer));
  }

  #tell(event: KeptEvent): void {
    // What comes after the end is nobody's: another process may be at it by now.
    if (this.#isEnded || this.#closed.aborted) return;
    if ("result" in event) this.#isEnded = true;
    this.log.append(event);
    this.#news.emit("change");
  }

  #progress(): TaskProgress {
    return {
      write: (text, stream = "stdout") => {
        const bytes =
          typeof text === "string"
            ? Buffer.from(this.#mask(text))
            : Buffer.from(this.#maskBytes(Buffer.from(text).toString("latin1")), "latin1");
        const writtenAtMs = Date.now();
        for (let from = 0; from < bytes.length; from += chunkBytes) {
          const log = bytes.subarray(from, from + chunkBytes).toString("base64");
          this.#tell({ log, stderr: stream === "stderr", writtenAtMs });
        }
      },
      progress: (message, fraction = 0) => this.#tell({ progress: this.#mask(message), fraction }),
      keep: (state) => {
        const bytes = Buffer.byteLength(state);
        if (bytes > mostStateBytes)
          throw new Fault("invalid", `a state of ${bytes} bytes: at most ${mostStateBytes} are kept`);
        this.#tell({ state });
      },
      signal: AbortSignal.any([this.#cancel.signal, this.#stopping]),
    };
  }

  async #finish(run: () => Promise<Outputs>): Promise<void> {
    const end = (kind: KeptResult["kind"], message: string, outputs: Readonly<Record<string, string>> = {}) => {
      const isCancelled = this.#cancel.signal.aborted;
      // A plugin that is stopped does not know how its tasks would have ended: the next one says so.
      if (this.#stopping.aborted && !isCancelled && kind === "KIND_FAILED") return;
      const result = { kind: isCancelled ? "KIND_CANCELLED" : kind, message: this.#mask(message), outputs } as const;
      this.#tell({ result: { ...result, ...(isCancelled ? { outputs: {} } : {}), endedAtMs: Date.now() } });
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
      const { signal } = this.#giveUp;
      if (!signal.aborted) await once(signal, "abort", { signal: settled.signal });
      end("KIND_CANCELLED", "it did not end within its grace time after it was cancelled");
    };
    await Promise.race([work, tooSlow().catch(() => work)]);
    settled.abort();
  }

  /** Everything that is told behind a position, up to the result or until the signal aborts. */
  async *follow(from: number, ended: AbortSignal): AsyncGenerator<TaskEventInput> {
    let position = from;
    let isFirst = true;
    while (!ended.aborted) {
      const round = new AbortController();
      const until = { signal: AbortSignal.any([ended, round.signal]) };
      // Listened for before reading: what is told in between is not missed.
      const changed = once(this.#news, "change", until).catch(() => undefined);
      // Asked before reading: all that an ended execution has told is then read.
      const isEnded = this.#isEnded;
      let count = 0;
      try {
        for (const { event, position: behind } of joined(this.log.read(position))) {
          position = behind;
          count++;
          isFirst = false;
          yield { cursor: Buffer.from(String(position)), ...wireOf(event) };
          if ("result" in event || ended.aborted) return;
        }
        if (count === 0 && isEnded) return;
        if (count > 0) continue;
        if (isFirst) yield heartbeatAt(position);
        isFirst = false;
        const isChanged = await Promise.race([
          changed.then(() => true),
          delay(signOfLifeMs, false, until).catch(() => true),
        ]);
        if (!isChanged) yield heartbeatAt(position);
      } finally {
        round.abort();
      }
    }
  }
}
