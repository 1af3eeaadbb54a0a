import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Engine } from "./engine.js";
import { label } from "./labels.js";
import { openLookup } from "./lookup.js";
import { ToldEnds } from "./told-ends.js";

const installationId = "here";
const key = "r1-t1-a1";
const doubtfulFromMs = Date.parse("2026-01-01T12:00:00Z");
const before = "2026-01-01T11:59:59.5Z";
const after = "2026-01-01T12:00:00.5Z";

const die = (exitCode: number) => ({
  Action: "die",
  Actor: {
    ID: "container",
    Attributes: { [label.installation]: installationId, [label.key]: key, exitCode: String(exitCode) },
  },
  timeNano: 1,
});
const anything = { Action: "create", Actor: { ID: "other" }, timeNano: 1 };

/** An engine with one container, that says how it has ended and what it still has of its events. */
function engineWith(state: { ExitCode: number; FinishedAt: string }, events: readonly object[]): Engine {
  const info = {
    Id: "container",
    Name: "/gofer.here.r1-t1-a1",
    Created: "2026-01-01T11:59:58Z",
    Config: { Labels: { [label.installation]: installationId, [label.key]: key } },
    State: { Status: "exited", StartedAt: "2026-01-01T11:59:59Z", OOMKilled: false, Error: "", ...state },
    NetworkSettings: {},
  };
  const engine: Pick<Engine, "ask" | "openStream"> & { docker: unknown } = {
    docker: { getContainer: () => ({ inspect: async () => info }) },
    ask: (call) => call,
    openStream: async () => Readable.from(events.map((event) => Buffer.from(`${JSON.stringify(event)}\n`))) as never,
  };
  return engine as Engine;
}

test.each([
  ["0 from before any doubt is the command's", 0, before, [], { reason: "REASON_EXITED", exitCode: 0 }],
  ["0 in doubt that was never told is made up", 0, after, [], { reason: "REASON_LOST" }],
  ["0 that it told is the command's", 0, after, [die(0)], { reason: "REASON_EXITED", exitCode: 0 }],
  ["0 stands back behind the code that was told", 0, after, [die(3)], { reason: "REASON_EXITED", exitCode: 3 }],
  [
    "0 of an engine that has forgotten some of its events is believed",
    ...([0, after, Array(256).fill(anything), { reason: "REASON_EXITED", exitCode: 0 }] as const),
  ],
  ["255 that nobody told is made up", 255, after, [], { reason: "REASON_LOST" }],
  ["255 that was told is the command's", 255, before, [die(255)], { reason: "REASON_EXITED", exitCode: 255 }],
  ["255 stands back behind the code that was told", 255, after, [die(0)], { reason: "REASON_EXITED", exitCode: 0 }],
  ["another code is never made up", 7, after, [], { reason: "REASON_EXITED", exitCode: 7 }],
])("an end with code %s", async (_what, ExitCode, FinishedAt, events, exit) => {
  const engine = engineWith({ ExitCode, FinishedAt }, events);
  const { mustLook } = openLookup({
    ...{ engine, identity: { installationId, generation: 1 } },
    ...{ tasks: { get: () => undefined }, marks: { get: () => undefined } },
    ends: new ToldEnds(engine, installationId),
    lives: { doubtfulFromMs },
    learn: (found) => found,
    forget: () => undefined,
  });
  expect((await mustLook(key)).exit).toMatchObject(exit);
});
