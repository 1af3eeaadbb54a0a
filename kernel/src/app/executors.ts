import { EventEmitter, once, setMaxListeners } from "node:events";
import { Fault } from "@gofer/sdk/fault";
import type { PluginConnection, PluginHost, PluginSnapshot } from "../ports/plugin-host.js";
import type { Executor, ExecutorId, ExecutorListener } from "./executor.js";
import { openSchedulerExecutor, type SchedulerExecutorOptions } from "./scheduler-executor.js";
import { openTaskExecutor, type TaskExecutorOptions } from "./task-executor.js";

export interface ExecutorsOptions extends SchedulerExecutorOptions, TaskExecutorOptions {
  readonly host: Pick<PluginHost, "find" | "list" | "connection" | "onChange">;
  readonly listener: ExecutorListener;
  /** Told of each executor: the promise ends with its connection. */
  readonly onOpen: (followed: Promise<void>) => void;
  /** Aborts when nothing is to be followed any more. */
  readonly signal: AbortSignal;
}

/** The executors of the moment: one for every role that a running plugin works on tasks in. */
export class Executors {
  readonly #options: ExecutorsOptions;
  readonly #open = new Map<ExecutorId, Executor>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #unwatch: (() => void) | undefined;

  constructor(options: ExecutorsOptions) {
    this.#options = options;
  }

  /** Connects to what runs now and to what will. */
  open(): void {
    const { host } = this.#options;
    this.#unwatch = host.onChange(({ alias }) => this.#connect(alias));
    for (const { alias } of host.list()) this.#connect(alias);
  }

  /** Connects to nothing new. */
  close(): void {
    this.#unwatch?.();
  }

  find(id: ExecutorId): Executor | undefined {
    const executor = this.#open.get(id);
    return executor?.closed.aborted === false ? executor : undefined;
  }

  /** Throws `unavailable` with the reason when there is none. */
  get(id: ExecutorId): Executor {
    const executor = this.find(id);
    if (!executor) throw new Fault("unavailable", this.#whyNone(id));
    return executor;
  }

  /** Waits for an executor, and says each time why there is none. Undefined when the signal aborts. */
  async waitFor(id: ExecutorId, signal: AbortSignal, onWaiting: (why: string) => void): Promise<Executor | undefined> {
    while (!signal.aborted) {
      const executor = this.find(id);
      if (executor) return executor;
      onWaiting(this.#whyNone(id));
      await this.changed(signal);
    }
    return undefined;
  }

  /** Resolves when a plugin has changed, or the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    await once(this.#changes, "change", { signal }).catch(() => undefined);
  }

  #whyNone(id: ExecutorId): string {
    const alias = id.slice(id.indexOf("/") + 1);
    const isTask = id.startsWith("task/");
    const name = `${isTask ? "common task" : "scheduler"} "${alias}"`;
    const plugin = this.#options.host.find(alias);
    if (!plugin) return `${name} is not installed: gofer ${isTask ? "common-task" : "plugin"} list shows what is`;
    if (plugin.state === "running" && this.#options.host.connection(alias))
      return `${name} is not there: the plugin "${alias}" has another role`;
    return `${name} is ${stateOf(plugin)}`;
  }

  #connect(alias: string): void {
    const connection = this.#options.host.connection(alias);
    if (connection && !connection.closed.aborted) this.#openFrom(connection);
    this.#changes.emit("change");
  }

  #openFrom(connection: PluginConnection): void {
    const { alias, scheduler, task } = connection;
    const { listener } = this.#options;
    if (scheduler && !this.find(`scheduler/${alias}`))
      this.#add((place) => openSchedulerExecutor(place, scheduler, this.#options, listener), connection);
    if (task && !this.find(`task/${alias}`))
      this.#add((place) => openTaskExecutor(place, task, this.#options, listener), connection);
  }

  #add(
    open: (place: Pick<PluginConnection, "alias" | "closed" | "features">) => Executor,
    connection: PluginConnection,
  ): void {
    const closed = AbortSignal.any([connection.closed, this.#options.signal]);
    // Every call that is under way listens to it.
    setMaxListeners(0, closed);
    const executor = open({ alias: connection.alias, closed, features: connection.features });
    this.#open.set(executor.id, executor);
    this.#options.onOpen(executor.followed);
  }
}

function stateOf({ enabled, state, message, alias }: PluginSnapshot): string {
  if (!enabled) return `disabled: gofer plugin enable ${alias}`;
  return `${state}${message ? `: ${message}` : ""}`;
}
