import { setTimeout as delay } from "node:timers/promises";
import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { ExternalEvent } from "../domain/subscription.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginConnection, PluginHost, TriggerClient } from "../ports/plugin-host.js";
import { backoffMs } from "./backoff.js";
import { type FiringDesk, refuseEvent } from "./firing-desk.js";
import { fullAlias } from "./plugin-names.js";

/** What the sender of a request is answered. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface ExternalEventsOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly desk: FiringDesk;
  /** Number of the set of subscriptions that a trigger is to answer by. */
  readonly revisionFor: (alias: string) => number;
  readonly log: Logger;
  readonly now: () => number;
  /** How long a sender waits for the trigger before it is told that the request is stored. */
  readonly replyWithinMs: number;
  /** Requests that are stored at once, and the bytes of their bodies. */
  readonly inbox: { readonly events: number; readonly bytes: number };
  readonly reached: (point: string) => void;
}

/** Requests that one trigger handles at once. */
const parallel = 16;
const maxReplyBytes = 64 << 10;

/**
 * The way of a request from outside to its trigger: stored, delivered until the trigger has answered, and
 * forgotten in the transaction that makes its firings durable.
 */
export class ExternalEvents implements AsyncDisposable {
  readonly #options: ExternalEventsOptions;
  readonly #stop = new AbortController();
  readonly #sessions = new Map<string, { closed: AbortSignal; wake: () => void }>();
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #work = new Set<Promise<void>>();
  #size: { events: number; bytes: number };
  #unwatch: (() => void)[] = [];

  constructor(options: ExternalEventsOptions) {
    this.#options = options;
    this.#size = { ...options.ledger.triggers.inboxSize() };
  }

  /** Goes on with what is stored. Nothing here waits for a plugin. */
  open(): void {
    const { host, ledger } = this.#options;
    this.#unwatch = [
      host.onChange(({ alias }) => this.#connect(alias)),
      ledger.onSubscriptions(() => {
        for (const { wake } of this.#sessions.values()) wake();
      }),
    ];
    for (const { alias } of host.list()) this.#connect(alias);
  }

  /** Why a request for this trigger is not taken; undefined when it is. */
  /** The trigger that a name stands for: the role in front of it may be left out. */
  aliasOf(name: string): string {
    return fullAlias(this.#options.host, "trigger", name);
  }

  refusal(alias: string): Reply | undefined {
    const { host, ledger } = this.#options;
    const plugin = host.find(alias);
    const connection = host.connection(alias);
    const takesEvents = !connection || connection.features("trigger").includes("EVENTS");
    // One that has not run yet does not say what it is: what it cannot handle becomes a dead letter.
    const isTrigger = plugin && (plugin.roles.length === 0 || plugin.roles.includes("trigger"));
    if (!isTrigger || !takesEvents) return reply(404, `there is no trigger "${alias}" that takes events`);
    if (!plugin.enabled) return later(`trigger "${alias}" is disabled`);
    if (!ledger.triggers.acceptsEvents()) return later("this server takes no events at the moment");
    return undefined;
  }

  /** Stores a request and resolves with what its sender is told. */
  async accept(event: Omit<ExternalEvent, "key" | "id" | "receivedAtMs">): Promise<Reply> {
    const { ledger, now, inbox, replyWithinMs, reached } = this.#options;
    const refusal = this.refusal(event.alias);
    if (refusal) return refusal;
    const bytes = event.body.length;
    if (this.#size.events >= inbox.events || this.#size.bytes + bytes > inbox.bytes)
      return later("too many events wait to be handled");
    this.#size.events++;
    this.#size.bytes += bytes;
    reached("event received");
    let stored: { key: number; id: string };
    try {
      stored = await ledger.commit((writer) => writer.triggers.storeExternalEvent({ ...event, receivedAtMs: now() }));
    } catch (error) {
      this.#shrink(bytes);
      this.#options.log.error({ trigger: event.alias, error: messageOf(error) }, "an event cannot be stored");
      return later("the event cannot be stored at the moment");
    }
    reached("event stored");
    const { key, id } = stored;
    const answered = new Promise<Reply>((resolve) => this.#waiting.set(key, resolve));
    this.#sessions.get(event.alias)?.wake();
    const patience = new AbortController();
    const wait = this.#sessions.get(event.alias)?.closed.aborted === false ? replyWithinMs : 0;
    try {
      return await Promise.race([
        answered,
        delay(wait, undefined, { signal: AbortSignal.any([patience.signal, this.#stop.signal]) })
          .catch(() => undefined)
          .then(() => reply(202, `stored as ${id}: the trigger handles it later`)),
      ]).then((sent) => ({ ...sent, headers: [...sent.headers, ["X-Gofer-Event-Id", id] as const] }));
    } finally {
      patience.abort();
      this.#waiting.delete(key);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    this.#stop.abort();
    for (const { wake } of this.#sessions.values()) wake();
    await Promise.all(this.#work);
  }

  #connect(alias: string): void {
    const connection = this.#options.host.connection(alias);
    const known = this.#sessions.get(alias);
    if (!connection || connection.closed.aborted || (known && !known.closed.aborted)) return;
    const work: Promise<void> = this.#deliver(connection).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  /** Delivers what is stored for a trigger, oldest first, until its connection closes. */
  async #deliver(connection: PluginConnection): Promise<void> {
    const { ledger } = this.#options;
    const { alias, trigger: client } = connection;
    const closed = AbortSignal.any([connection.closed, this.#stop.signal]);
    const asleep = new Set<() => void>();
    const wake = () => {
      for (const resolve of [...asleep]) resolve();
      asleep.clear();
    };
    closed.addEventListener("abort", wake, { once: true });
    this.#sessions.set(alias, { closed, wake });
    let cursor = 0;
    let keys: number[] = [];
    const next = async (): Promise<number | undefined> => {
      while (!closed.aborted) {
        if (ledger.triggers.acceptsEvents()) {
          if (keys.length === 0) {
            keys = [...ledger.triggers.listInbox(alias, cursor, 100)];
            cursor = keys.at(-1) ?? cursor;
          }
          const key = keys.shift();
          if (key !== undefined) return key;
        }
        await new Promise<void>((resolve) => asleep.add(resolve));
      }
      return undefined;
    };
    const handles = connection.features("trigger").includes("EVENTS") ? client : undefined;
    const worker = async () => {
      for (let key = await next(); key !== undefined; key = await next()) {
        const event = ledger.triggers.findExternalEvent(key);
        if (event) await this.#handle(event, handles, closed);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
  }

  async #handle(event: ExternalEvent, client: TriggerClient | undefined, closed: AbortSignal): Promise<void> {
    const { log, reached } = this.#options;
    if (!client) return this.#giveUp(event, `trigger "${event.alias}" takes no events`, closed);
    let defects = 0;
    for (let failures = 0; !closed.aborted; failures++) {
      try {
        const response = await client.handleEvent(
          {
            eventId: event.id,
            receivedAtMs: event.receivedAtMs,
            method: event.method,
            path: event.path,
            headers: event.headers.map(([name, value]) => ({ name, value })),
            body: event.body,
            revision: this.#options.revisionFor(event.alias),
          },
          { timeoutMs: 30_000, signal: closed },
        );
        reached("event handled");
        const sent = replyFrom(event.alias, response);
        const messages = response.firings.map((firing) => ({ type: "firing", firing }) as const);
        await this.#options.desk.take(event.alias, messages, this.#stop.signal, (writer) =>
          writer.triggers.deleteExternalEvent(event.key),
        );
        if (this.#stop.signal.aborted) return;
        this.#forget(event, sent);
        reached("event answered");
        return;
      } catch (error) {
        if (closed.aborted) return;
        const transient = isTransient(error);
        log.warn({ trigger: event.alias, event: event.id, error: messageOf(error) }, "an event was not handled");
        if (!transient && ++defects === 3) return this.#giveUp(event, messageOf(error), closed);
        await delay(backoffMs(failures), undefined, { signal: closed }).catch(() => undefined);
      }
    }
  }

  /** Nobody can handle it: it becomes a dead letter. */
  async #giveUp(event: ExternalEvent, reason: string, signal: AbortSignal): Promise<void> {
    const { ledger, now, log } = this.#options;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await ledger.commit((writer) => {
          writer.triggers.deleteExternalEvent(event.key);
          refuseEvent(writer, event, reason, now());
        });
        return this.#forget(event, reply(502, "the trigger could not handle this event"));
      } catch (error) {
        log.error({ event: event.id, error: messageOf(error) }, "a dead letter cannot be stored, trying again");
        await delay(Math.max(1000, backoffMs(failures)), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #forget(event: ExternalEvent, sent: Reply): void {
    this.#shrink(event.body.length);
    this.#waiting.get(event.key)?.(sent);
  }

  #shrink(bytes: number): void {
    this.#size = { events: this.#size.events - 1, bytes: this.#size.bytes - bytes };
  }
}

/** A plain sentence. */
export function reply(status: number, sentence: string): Reply {
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"]], body: Buffer.from(`${sentence}\n`) };
}

function later(sentence: string): Reply {
  const { status, headers, body } = reply(503, sentence);
  return { status, headers: [...headers, ["Retry-After", "60"]], body };
}

function replyFrom(alias: string, response: Awaited<ReturnType<TriggerClient["handleEvent"]>>): Reply {
  const { status, headers, body } = response;
  if (status < 200 || status > 599)
    throw new Fault("internal", `trigger "${alias}" answered with HTTP status ${status}`);
  if (body.length > maxReplyBytes)
    throw new Fault("internal", `trigger "${alias}" answered with ${body.length} bytes: at most 64 KiB are allowed`);
  return { status, headers: headers.map(({ name, value }) => [name, value] as const), body };
}
