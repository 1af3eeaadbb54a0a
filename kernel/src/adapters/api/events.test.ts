import { EventEmitter } from "node:events";
import { Metadata } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import type { EventFilter, RecordedEvent } from "../../domain/event.js";
import type { Ledger } from "../../ports/ledger.js";
import { eventHandlers } from "./events.js";
import { setCaller } from "./initiator.js";

/** A ledger of events alone that counts how often it is asked. */
class EventLedger {
  readonly events: RecordedEvent[] = [];
  readonly changes = new EventEmitter();
  asked: EventFilter[] = [];

  add(kind: RecordedEvent["kind"]): void {
    const initiator = { kind: "system", name: "kernel" } as const;
    this.events.push({ sequence: this.events.length + 1, kind, initiator, occurredAtMs: 0 });
    this.changes.emit("events");
  }

  get port(): Pick<Ledger, "listEvents" | "newestEvent" | "onEvents" | "findEvent" | "getNamespace"> {
    return {
      getNamespace: (id) => ({ id, name: id, description: "", createdAtMs: 0, modifiedAtMs: 0 }),
      newestEvent: () => this.events.length,
      findEvent: (sequence) => this.events[sequence - 1],
      onEvents: (listener) => {
        this.changes.on("events", listener);
        return () => void this.changes.off("events", listener);
      },
      listEvents: (filter) => {
        this.asked.push(filter);
        const isWanted = ({ sequence, kind }: RecordedEvent) =>
          sequence > filter.afterSequence &&
          sequence <= (filter.upTo ?? Number.POSITIVE_INFINITY) &&
          (filter.kinds.length === 0 || filter.kinds.includes(kind));
        return this.events.filter(isWanted).slice(0, filter.limit);
      },
    };
  }
}

const following = {
  ...{ namespace: "", afterSequence: 0, reverse: false, follow: true, kinds: [] },
  ...{ pipelineId: "", runId: 0, limit: 0 },
};

test("a follower asks after what follows from a commit, once for all of a turn", async () => {
  const ledger = new EventLedger();
  const stop = new AbortController();
  const call = { method: "", peer: "", metadata: new Metadata(), signal: stop.signal };
  setCaller(call, { kind: "development" });
  const reader = eventHandlers({ ledger: ledger.port }).listEvents(following, call)[Symbol.asyncIterator]();
  const first = reader.next();
  await new Promise((resolve) => setImmediate(resolve));
  ledger.asked = [];
  const askedWhenStarted = (async () => {
    for (let promises = 0; promises < 20; promises++) await Promise.resolve();
    return ledger.asked.length;
  })();
  ledger.add("run_started");
  ledger.add("task_run_started");
  expect(await askedWhenStarted).toBe(0);
  expect(await first).toMatchObject({ value: { event: { sequence: 1 } } });
  expect(await reader.next()).toMatchObject({ value: { event: { sequence: 2 } } });
  expect(ledger.asked).toHaveLength(1);
  stop.abort();
});

test("B29: a follower asks when something happened and not in between, and looks at nothing twice", async () => {
  const ledger = new EventLedger();
  for (let index = 0; index < 10; index++) ledger.add("run_started");
  const stop = new AbortController();
  const { listEvents } = eventHandlers({ ledger: ledger.port });
  const request = { ...following, kinds: ["run_completed"] };
  const call = { method: "", peer: "", metadata: new Metadata(), signal: stop.signal };
  setCaller(call, { kind: "development" });
  const stream = listEvents(request, call);
  const reader = stream[Symbol.asyncIterator]();
  const first = reader.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ledger.asked.map(({ afterSequence }) => afterSequence)).toEqual([0]);
  ledger.add("run_completed");
  expect(await first).toMatchObject({ done: false, value: { event: { sequence: 11 } } });
  expect(ledger.asked.map(({ afterSequence }) => afterSequence)).toEqual([0, 10]);
  const second = reader.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ledger.asked).toHaveLength(2);
  stop.abort();
  expect((await second).done).toBe(true);
});
