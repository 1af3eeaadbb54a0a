import { EventEmitter, once } from "node:events";
import { writeFileSync } from "node:fs";
import { Fault } from "@gofer/sdk/fault";
import {
  type ContainerEventInput,
  type ContainerStatusInput,
  definePlugin,
  type RoleImpl,
  servePlugin,
} from "@gofer/sdk/plugin";
import { z } from "zod";

// A scheduler that does nothing: each task has ended well as soon as it was started. What is left is the
// engine, the contract and the ledger. It notes how long the kernel takes from an exit to the next start.

const nowMs = () => performance.timeOrigin + performance.now();

/** Latencies in milliseconds, as they were seen. */
interface Notes {
  readonly startAfterFiring: number[];
  readonly startAfterExit: number[];
}

function openNoopScheduler(statsFile: string) {
  const containers = new Map<string, ContainerStatusInput>();
  const news = new EventEmitter().setMaxListeners(0);
  const notes: Notes = { startAfterFiring: [], startAfterExit: [] };
  /** When the last exit of a run was told, by run: a chain's next start follows from it. */
  const exits = new Map<string, number>();
  let pending: ContainerEventInput[] = [];

  const exit = (key: string, specHash: string): ContainerStatusInput => {
    const atMs = Date.now();
    return {
      key,
      specHash,
      state: "STATE_EXITED",
      startedAtMs: atMs,
      externalName: key,
      addresses: {},
      exit: {
        reason: "REASON_EXITED",
        exitCode: 0,
        _exitCode: "exitCode",
        signal: "",
        startedAtMs: atMs,
        finishedAtMs: atMs,
        message: "",
        output: { chunks: [] },
      },
    };
  };
  const runOf = (key: string) => key.slice(0, key.indexOf("-"));

  const scheduler: RoleImpl<"scheduler"> = {
    async *prepareImage({ image }) {
      yield { event: "prepared", prepared: { reference: image, digest: "" } };
    },
    start({ containers: specs }) {
      const atMs = nowMs();
      const results = specs.map(({ key, specHash, environment }) => {
        const since = exits.get(runOf(key));
        const fired = environment["BENCH_FIRED_AT"];
        if (since !== undefined) notes.startAfterExit.push(atMs - since);
        else if (fired !== undefined) notes.startAfterFiring.push(atMs - Number(fired));
        const ended = exit(key, specHash);
        containers.set(key, ended);
        pending.push({ kind: "KIND_EXITED", status: ended, occurredAtMs: Date.now() });
        const status = { ...ended, state: "STATE_RUNNING" as const, exit: null };
        return { key, outcome: "started" as const, started: { status, enforcements: [] } };
      });
      setImmediate(() => news.emit("events"));
      return { results };
    },
    inspect({ key }) {
      const status = containers.get(key);
      if (!status) throw new Fault("notFound", `there is no container ${key}`);
      return { status };
    },
    async *list() {
      const all = [...containers.values()];
      for (let from = 0; from < all.length; from += 1000) yield { containers: all.slice(from, from + 1000) };
    },
    async *watchEvents(_request, { signal }) {
      yield { events: [], resumeToken: Buffer.alloc(0), resync: false };
      while (!signal.aborted) {
        if (pending.length === 0) await once(news, "events", { signal }).catch(() => undefined);
        const events = pending;
        pending = [];
        const atMs = nowMs();
        for (const { status } of events) exits.set(runOf(status?.key ?? ""), atMs);
        if (events.length > 0) yield { events, resumeToken: Buffer.alloc(0), resync: false };
      }
    },
    async *streamLogs() {
      yield { chunks: [], eof: true };
    },
    stop: ({ items }) => ({ results: items.map(({ key }) => ({ key, error: null })) }),
    remove({ keys, sandboxes }) {
      for (const key of keys) containers.delete(key);
      return { results: [...keys, ...sandboxes].map((key) => ({ key, error: null })) };
    },
    async *exec() {
      throw new Fault("unimplemented", "scheduler-noop runs nothing");
    },
    async *streamStats() {
      throw new Fault("unimplemented", "scheduler-noop runs nothing");
    },
  };
  const writeNotes = () => writeFileSync(statsFile, JSON.stringify(notes));
  return { scheduler, drain: async () => writeNotes(), close: writeNotes };
}

await servePlugin(
  definePlugin({
    name: "scheduler-noop",
    version: "0.1.0",
    roles: { scheduler: [] },
    config: z.strictObject({ stats_file: z.string() }),
    open: ({ stats_file: statsFile }) => openNoopScheduler(statsFile),
  }),
);
