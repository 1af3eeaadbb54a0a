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
import * as z from "zod";

// A scheduler that does nothing: each task has ended well as soon as it was started. What is left is the
// engine, the contract and the ledger. It notes how long the kernel takes from an exit to the next start.
// With BENCH_LOG_MB a task ends when so much output was read from it; with BENCH_HOLD it never ends.

const chunk = Buffer.alloc(64 << 10, "x");
const chunksInMessage = 4;

const nowMs = () => performance.timeOrigin + performance.now();

/** When it was told where this plugin listens: nothing else goes to standard output before. */
let listensAtMs = 0;
const write = process.stdout.write.bind(process.stdout) as (...written: readonly unknown[]) => boolean;
process.stdout.write = (...written: readonly unknown[]) => {
  listensAtMs ||= nowMs();
  return write(...written);
};

/** Latencies in milliseconds, as they were seen. */
interface Notes {
  readonly startAfterFiring: number[];
  readonly startAfterExit: number[];
  /** From the plugin's handshake to its first useful call, the configuration. */
  readonly configuredAfterHandshake: number;
}

function openNoopScheduler(statsFile: string) {
  const containers = new Map<string, ContainerStatusInput>();
  const news = new EventEmitter().setMaxListeners(0);
  const notes: Notes = {
    startAfterFiring: [],
    startAfterExit: [],
    configuredAfterHandshake: nowMs() - listensAtMs,
  };
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
  const logChunks = new Map<string, number>();
  const tell = (status: ContainerStatusInput) =>
    pending.push({ kind: "KIND_EXITED", status, occurredAtMs: Date.now() });
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
        const status = { ...ended, state: "STATE_RUNNING" as const, exit: null };
        const logMb = Number(environment["BENCH_LOG_MB"] ?? 0);
        const goesOn = logMb > 0 || environment["BENCH_HOLD"] !== undefined;
        containers.set(key, goesOn ? status : ended);
        if (logMb > 0) logChunks.set(key, Math.ceil((logMb * 1e6) / chunk.length));
        if (!goesOn) tell(ended);
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
    async *streamLogs({ key, cursor }) {
      const total = logChunks.get(key) ?? 0;
      let next = cursor.length === 0 ? 0 : Number(cursor.toString());
      while (next < total) {
        const count = Math.min(chunksInMessage, total - next);
        const writtenAtMs = Date.now();
        const chunks = Array.from({ length: count }, () => ({
          cursor: Buffer.from(String(++next)),
          stream: "STREAM_STDOUT" as const,
          writtenAtMs,
          data: chunk,
        }));
        yield { chunks, eof: false };
      }
      const running = containers.get(key);
      if (total > 0 && running?.state === "STATE_RUNNING") {
        const ended = exit(key, running.specHash ?? "");
        const { output: _none, ...result } = ended.exit ?? {};
        containers.set(key, { ...ended, exit: result });
        tell({ ...ended, exit: result });
        news.emit("events");
      }
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
    roles: { scheduler: ["STREAM_STARTS"] },
    config: z.strictObject({ stats_file: z.string() }),
    open: ({ stats_file: statsFile }) => openNoopScheduler(statsFile),
  }),
);
