import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Kernel, type KernelDefinition, type KernelHandlers } from "@gofer/proto";
import { Fault } from "@gofer/sdk/fault";
import { addService, clientOf, type ServiceClient } from "@gofer/sdk/rpc";
import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EventDraft } from "../../domain/event.js";
import type { Ledger } from "../../ports/ledger.js";
import { openLedger } from "../ledger/ledger.js";
import { eventHandlers } from "./events.js";
import { setCaller } from "./initiator.js";

type Kind = "run_created" | "run_started" | "run_completed";
type EventsClient = Pick<ServiceClient<KernelHandlers, KernelDefinition>, "listEvents">;

let folder: string;
let ledger: Ledger;
let server: Server;
let channel: Client;
let kernel: EventsClient;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gofer-events-"));
  ledger = openLedger(join(folder, "kernel.db"));
  server = new Server();
  const handlers = eventHandlers({ ledger });
  const only = Object.keys(Kernel.definition).map((name) => [name.charAt(0).toLowerCase() + name.slice(1), unserved]);
  addService(server, Kernel, { ...Object.fromEntries(only), ...handlers } as never, [
    async (call, next) => {
      setCaller(call, { kind: "development" });
      await next();
    },
  ]);
  const path = `unix:${join(folder, "s")}`;
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(path, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve())),
  );
  channel = new Client(path, credentials.createInsecure());
  kernel = clientOf(Kernel, channel);
});
afterEach(() => {
  channel.close();
  server.forceShutdown();
  ledger[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const unserved = () => {
  throw new Fault("unimplemented", "not in this test");
};

const draft = (kind: Kind, runId: number): EventDraft => ({
  ...{ kind, namespace: "default", pipelineId: "pipe", runId, occurredAtMs: 1 },
  initiator: { kind: "system", name: "kernel" },
});

/** Reads until it has the event of the last run; the pause is taken after each so many events. */
async function follow(kinds: readonly Kind[], lastRunId: number, pauseEvery: number): Promise<number[]> {
  const read: number[] = [];
  const stop = new AbortController();
  for await (const { event } of kernel.listEvents({ kinds: [...kinds], follow: true }, { signal: stop.signal })) {
    read.push(event?.sequence ?? 0);
    if (event?.runId === lastRunId) return read;
    if (pauseEvery > 0 && read.length % pauseEvery === 0) for (let turn = 0; turn < 20; turn++) await nextTurn();
  }
  return read;
}

/** What every event is in the end, by the ledger itself. */
const stored = (kinds: readonly Kind[]) =>
  ledger
    .listEvents({
      ...{ afterSequence: 0, reverse: false, limit: 1_000_000, kinds },
      ...{ namespace: undefined, pipelineId: undefined, runId: undefined },
    })
    .map(({ sequence }) => sequence);

test("a follower does not take the events of a rolled back transaction for read, whose numbers others get", async () => {
  const followed = follow(["run_completed"], 3, 0);
  await ledger.commit((writer) => writer.recordEvents([draft("run_completed", 1)]));
  const refused = ledger.commit((writer) => {
    writer.recordEvents([draft("run_started", 2), draft("run_started", 2)]);
    throw new Fault("invalid", "no");
  });
  await expect(refused).rejects.toThrow("no");
  // The follower has looked by now.
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  await ledger.commit((writer) => writer.recordEvents([draft("run_completed", 2)]));
  await ledger.commit((writer) => writer.recordEvents([draft("run_completed", 3)]));
  expect(await followed).toEqual([1, 2, 3]);
});

test("followers of any speed read every event once and in order, whatever is committed and rolled back meanwhile", async () => {
  const step = fc.record({
    kind: fc.constantFrom<Kind>("run_created", "run_started", "run_completed"),
    count: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 5 }) }, fc.constantFrom(499, 500, 501, 1100)),
    fails: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
    turns: fc.integer({ min: 0, max: 3 }),
  });
  let runId = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const last = runId + 1_000_000;
      const readers = (
        [
          [["run_completed"], 0],
          [["run_completed"], 3],
          [["run_created", "run_completed"], 100],
          [[], 50],
          [[], 0],
        ] as const
      ).map(async ([kinds, pauseEvery]) => ({ kinds, read: await follow(kinds, last, pauseEvery) }));
      const commits = [];
      for (const { kind, count, fails, turns } of steps) {
        const drafts = Array.from({ length: count }, () => draft(kind, ++runId));
        const commit = ledger.commit((writer) => {
          writer.recordEvents(drafts);
          if (fails) throw new Fault("invalid", "no");
        });
        commits.push(commit.catch(() => undefined));
        for (let turn = 0; turn < turns; turn++) await nextTurn();
      }
      await Promise.all(commits);
      await ledger.commit((writer) => writer.recordEvents([draft("run_completed", last)]));
      for (const { kinds, read } of await Promise.all(readers)) expect(read).toEqual(stored(kinds));
      runId = last;
    }),
    { numRuns: 8 },
  );
}, 60_000);
