import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Ledger, StoredTaskRun } from "../ports/ledger.js";
import type { LogChunk, LogRef, LogStore } from "../ports/log-store.js";
import { backoffMs } from "./backoff.js";
import type { Executor, ExecutorId } from "./executor.js";
import { captureLog } from "./log-capture.js";
import { maskAll } from "./masker.js";
import type { Resolver } from "./resolver.js";

export interface OutputsOptions {
  readonly ledger: Pick<Ledger, "commit" | "getRunByKey">;
  readonly logs: LogStore;
  readonly log: Logger;
  /** Knows the secrets that the output of an attempt may show: they are never stored. */
  readonly resolver: Pick<Resolver, "secretsOf" | "forget">;
  /** The executor of an id; undefined while there is none. */
  readonly find: (id: ExecutorId) => Executor | undefined;
  /** Called when the output of a task of a run is complete. */
  readonly onStored: (attempt: StoredTaskRun) => void;
  /** Aborts when nothing is to be followed any more. */
  readonly signal: AbortSignal;
}

/** An attempt whose output is or has to be stored. */
export interface OutputSource {
  readonly key: string;
  readonly executor: ExecutorId;
  readonly ref: LogRef & StoredTaskRun;
}

interface Entry {
  /** Its end is durable. */
  ended: boolean;
  /** All of its output is stored. */
  stored: boolean;
  capturing: boolean;
  /** All of its output, as it came with its end. */
  inline: readonly LogChunk[] | undefined;
  timer: NodeJS.Timeout | undefined;
  failures: number;
  /** Why its output is awaited in vain. */
  problem: string | undefined;
}

/** A task that ends sooner has its output with its end, so that no stream is opened for it. */
const captureDelayMs = 50;

/**
 * Copies the output of attempts into the log store, and has each attempt removed where it was worked on once its
 * end is durable and its output is stored, and not before.
 */
export class Outputs {
  readonly #options: OutputsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #work = new Set<Promise<void>>();

  constructor(options: OutputsOptions) {
    this.#options = options;
  }

  /** Nothing of its output was asked for or stored yet. */
  isUntouched(key: string): boolean {
    const entry = this.#entries.get(key);
    return !entry || !(entry.capturing || entry.stored || entry.inline);
  }

  /** Why the output of an attempt is awaited in vain at the moment; undefined when nothing is wrong. */
  problemOf(key: string): string | undefined {
    return this.#entries.get(key)?.problem;
  }

  /** Begins to copy after a moment, if it has not ended by then. */
  expect(source: OutputSource): void {
    const entry = this.#entry(source.key);
    if (entry.timer || entry.capturing || entry.stored) return;
    entry.timer = setTimeout(() => this.#capture(source), captureDelayMs);
  }

  /** Takes the whole output as it came with the end. */
  offer(key: string, chunks: readonly LogChunk[]): void {
    this.#entry(key).inline = chunks;
  }

  /** Its output is stored, or it has none. */
  markStored(key: string, executor: ExecutorId): void {
    const entry = this.#entry(key);
    clearTimeout(entry.timer);
    entry.stored = true;
    this.#settle(key, entry, executor);
  }

  /** Its end is durable; its output is copied if that has not been done. */
  markEnded(source: OutputSource): void {
    const entry = this.#entry(source.key);
    clearTimeout(entry.timer);
    entry.ended = true;
    if (entry.stored) this.#settle(source.key, entry, source.executor);
    else this.#capture(source);
  }

  /** It has ended for the ledger, and was never begun as its executor has it: it must not begin any more, and has no output. */
  abandon(source: OutputSource): void {
    const executor = this.#options.find(source.executor);
    // A capture that waits for it to begin ends with it.
    if (executor) this.#track(this.#remove(executor, source.key).then(() => this.markEnded(source)));
  }

  /** Nothing of it is wanted: it belongs to nothing that is known. */
  discard(key: string, executor: ExecutorId): void {
    this.#entry(key).ended = true;
    this.markStored(key, executor);
  }

  async close(): Promise<void> {
    for (const { timer } of this.#entries.values()) clearTimeout(timer);
    await Promise.all(this.#work);
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key);
    if (known) return known;
    const entry: Entry = {
      ended: false,
      stored: false,
      capturing: false,
      inline: undefined,
      timer: undefined,
      failures: 0,
      problem: undefined,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #capture(source: OutputSource): void {
    const entry = this.#entry(source.key);
    clearTimeout(entry.timer);
    entry.timer = undefined;
    const { inline } = entry;
    if (entry.capturing || entry.stored || this.#options.signal.aborted) return;
    const executor = this.#options.find(source.executor);
    // Without one the next one comes with a List, and that asks again.
    if (!inline && !executor) return;
    entry.capturing = true;
    entry.problem = undefined;
    const work = inline ? this.#store(source, inline) : executor ? this.#follow(source, executor) : Promise.resolve();
    const tracked = work
      .then(() => {
        entry.capturing = false;
        // The connection was closed meanwhile; if another one is open by now, its List has found this one busy.
        if (!entry.stored) this.#capture(source);
      })
      .catch((error: unknown) => {
        // A full disk, most likely: the executor keeps the output until it could be stored.
        entry.capturing = false;
        entry.problem = `it cannot be stored: ${messageOf(error)}`;
        this.#warn(error, `output of ${source.key} cannot be stored, trying again`);
        if (!this.#options.signal.aborted) {
          entry.timer = setTimeout(() => this.#capture(source), backoffMs(entry.failures++));
        }
      });
    this.#track(tracked);
  }

  async #store(source: OutputSource, chunks: readonly LogChunk[]): Promise<void> {
    const secrets = await this.#options.resolver.secretsOf(source.ref);
    await this.#complete(source, await this.#options.logs.store(source.ref, maskAll(secrets, chunks)));
  }

  async #follow(source: OutputSource, executor: Executor): Promise<void> {
    const secrets = await this.#options.resolver.secretsOf(source.ref);
    const onTrouble = (problem: string | undefined) => this.#tellTrouble(source, problem);
    const end = await captureLog(this.#options.logs, executor, { ...source, secrets, onTrouble });
    if (end.kind === "interrupted") return;
    if (end.kind === "incomplete") {
      this.#options.log.warn(
        { attempt: source.key, executor: executor.id, error: end.problem },
        "its executor has not given all of its output",
      );
    }
    await this.#complete(source, end.bytes);
  }

  async #complete({ ref, key, executor }: OutputSource, bytes: number): Promise<void> {
    await this.#options.ledger.commit((writer) => writer.markLogComplete(ref, bytes));
    this.#options.resolver.forget(ref);
    this.#options.onStored(ref);
    this.markStored(key, executor);
  }

  #tellTrouble({ key, executor, ref }: OutputSource, problem: string | undefined): void {
    this.#entry(key).problem = problem;
    const { namespace, pipelineId, runId } = this.#options.ledger.getRunByKey(ref.runKey);
    const about = { namespace, pipeline: pipelineId, run: runId, task: ref.taskId, attempt: ref.attempt, executor };
    const { log } = this.#options;
    if (problem === undefined) log.warn(about, "output of a task is read again");
    else log.warn({ ...about, error: problem }, "output of a task cannot be read, trying again");
  }

  #settle(key: string, entry: Entry, executor: ExecutorId): void {
    if (!entry.ended || !entry.stored) return;
    const found = this.#options.find(executor);
    this.#entries.delete(key);
    // What stays because there is no connection is found by the next List.
    if (found) this.#track(this.#remove(found, key));
  }

  async #remove(executor: Executor, key: string): Promise<void> {
    for (let failures = 0; !executor.closed.aborted; failures++) {
      try {
        return await executor.remove(key);
      } catch (error) {
        if (executor.closed.aborted) return;
        this.#warn(error, `${key} not removed from ${executor.id}, trying again`);
      }
      await delay(backoffMs(failures), undefined, { signal: executor.closed }).catch(() => undefined);
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  #warn(error: unknown, message: string): void {
    if (!this.#options.signal.aborted) this.#options.log.warn({ error: messageOf(error) }, message);
  }
}
