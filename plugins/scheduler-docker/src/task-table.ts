import { EventEmitter, once } from "node:events";
import type { ContainerEventInput, ContainerStatusInput, ExitResultInput } from "@gofer/sdk/plugin";

/** What is known of one task's container. */
export interface Task {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly specHash: string;
  readonly state: "created" | "running" | "exited";
  /** Unix milliseconds; 0 when it did not run yet, or never will. */
  readonly startedAtMs: number;
  readonly exit: ExitResultInput | undefined;
  readonly addresses: Readonly<Record<number, string>>;
  readonly wallTimeMs: number;
  /** Name of the sandbox whose network it shares; empty when it has one of its own. */
  readonly sandbox: string;
}

// A key may be "error", which an emitter treats in its own way.
const prefix = "task:";
const states = { created: "STATE_CREATED", running: "STATE_RUNNING", exited: "STATE_EXITED" } as const;

export function statusOf(task: Task): ContainerStatusInput {
  const { key, specHash, startedAtMs, name: externalName, addresses, exit = null, state } = task;
  return { key, specHash, state: states[state], exit, startedAtMs, externalName, addresses: { ...addresses } };
}

/**
 * The tasks as far as they are known here. Answers, events and lists all end in `learn`, in any order: it never goes
 * back in a task's life, and tells each step once.
 */
export class TaskTable {
  readonly #tasks = new Map<string, Task>();
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #tell: (event: ContainerEventInput) => void;

  constructor(tell: (event: ContainerEventInput) => void) {
    this.#tell = tell;
  }

  get(key: string): Task | undefined {
    return this.#tasks.get(key);
  }

  all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  /** Takes what was found out; returns what is true now. */
  learn(found: Task, atMs: number): Task {
    const before = this.#tasks.get(found.key);
    const same = before?.id === found.id ? before : undefined;
    const task = same ? newest(same, found) : found;
    this.#tasks.set(task.key, task);
    if (same?.state === task.state) return task;
    const tell = (kind: NonNullable<ContainerEventInput["kind"]>, state: Task) =>
      this.#tell({ kind, status: statusOf(state), occurredAtMs: atMs });
    if (!same) tell("KIND_CREATED", { ...task, state: "created", startedAtMs: 0, exit: undefined });
    const ran = task.startedAtMs > 0;
    if (task.state !== "created" && ran && (same === undefined || same.state === "created"))
      tell("KIND_STARTED", { ...task, state: "running", exit: undefined });
    if (task.state === "exited" && same?.state !== "exited") tell("KIND_EXITED", task);
    this.#news.emit(prefix + task.key);
    return task;
  }

  /** The container is no more. */
  forget(key: string, id: string, atMs: number): Task | undefined {
    const task = this.#tasks.get(key);
    if (task?.id !== id) return undefined;
    this.#tasks.delete(key);
    this.#tell({ kind: "KIND_REMOVED", status: statusOf(task), occurredAtMs: atMs });
    this.#news.emit(prefix + key);
    return task;
  }

  /** Wakes everybody who waits for a task: the engine is back, and any of them may have changed. */
  wakeAll(): void {
    for (const name of this.#news.eventNames()) if (String(name).startsWith(prefix)) this.#news.emit(name);
  }

  /** Resolves at the next change of a task, or when the signal aborts. */
  async changed(key: string, signal: AbortSignal): Promise<void> {
    await once(this.#news, prefix + key, { signal }).catch(() => undefined);
  }
}

const rank = { created: 0, running: 1, exited: 2 } as const;

function newest(before: Task, found: Task): Task {
  if (rank[found.state] < rank[before.state] || before.state === "exited") return before;
  // The engine's own times, which come with the end, stay the same whoever asks.
  const known = found.state === "exited" ? found.startedAtMs : before.startedAtMs || found.startedAtMs;
  const addresses = { ...before.addresses, ...found.addresses };
  return { ...found, startedAtMs: known, addresses };
}
