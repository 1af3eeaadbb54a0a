import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { Fault } from "../../fault.js";
import { ManualClock } from "./clock.js";
import { callInProcess, TriggerConnection } from "./testing.js";
import { type Delivery, openTrigger, type Subscriber } from "./trigger.js";

const stop = new AbortController();
const connections: TriggerConnection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection[Symbol.asyncDispose]();
});

const call = callInProcess();

const subscription = (id: string, parameters: Record<string, string> = {}) => ({
  ...{ id, parameters, namespace: "default", pipelineId: "p", label: "l", createdAtMs: 1, lastExpectedAtMs: 0 },
});

function open() {
  const clock = new ManualClock(1_000_000);
  const subscribers = new Map<string, Subscriber>();
  const log: string[] = [];
  const plugin = openTrigger({
    parameters: z.strictObject({ path: z.string().default("/") }),
    validate: ({ path }) => (path.startsWith("/") ? [] : [`path: "${path}" is not absolute`]),
    subscribe({ id, parameters: { path } }, subscriber) {
      if (path === "/broken") throw new Fault("unavailable", "nothing is there");
      subscribers.set(id, subscriber);
      log.push(`begin ${id} ${path}`);
      return () => log.push(`end ${id} ${path}`);
    },
    handleEvent: ({ body }, wanted) => ({
      status: 200,
      firings: wanted.map(({ id }) => ({ subscriptionId: id, eventId: body.toString(), details: "asked for" })),
    }),
    signal: stop.signal,
    clock,
  });
  const connect = () => {
    const connection = new TriggerConnection(plugin);
    connections.push(connection);
    return connection;
  };
  const fire = (id: string, eventId: string): Promise<Delivery> => {
    const subscriber = subscribers.get(id);
    if (!subscriber) throw new Error(`nobody looks out for ${id}`);
    return subscriber.fire({ eventId, details: "it happened" });
  };
  return { plugin, clock, log, connect, fire };
}

test("subscriptions are desired state: what is new begins, what has changed begins again, what is gone ends", async () => {
  const { connect, log } = open();
  const kernel = connect();
  kernel.want([subscription("a"), subscription("b", { PATH: "/x" })]);
  await kernel.until(({ statuses }) => statuses.length === 2);
  kernel.want([subscription("b", { PATH: "/y" }), subscription("c", { path: "/broken" })]);
  await kernel.until(({ statuses }) => statuses.some(({ state }) => state === "STATE_FAILED"));
  expect(log).toEqual(["begin a /", "begin b /x", "begin b /y", "end b /x", "end a /"]);
  expect(kernel.statuses.at(-1)).toMatchObject({ subscriptionId: "c", message: "nothing is there" });
});

test("a set that comes in parts ends nothing before its last part", async () => {
  const { connect, log } = open();
  const kernel = connect();
  kernel.want([subscription("a"), subscription("b")]);
  kernel.want([subscription("b")], { continued: true });
  kernel.want([subscription("c")], { continued: true });
  await kernel.until(({ statuses }) => statuses.some(({ subscriptionId }) => subscriptionId === "c"));
  expect(log).not.toContain("end a /");
  kernel.want([subscription("a"), subscription("d")]);
  await kernel.until(({ statuses }) => statuses.some(({ subscriptionId }) => subscriptionId === "d"));
  expect(log.filter((line) => line.startsWith("end"))).toEqual([]);
});

test("no more firings are outstanding than there are credits; an ack gives one back", async () => {
  const { connect, fire } = open();
  const kernel = connect();
  kernel.want([subscription("a")], { credits: 2 });
  await kernel.until(({ statuses }) => statuses.length === 1);
  const deliveries = ["1", "2", "3"].map((eventId) => fire("a", eventId));
  expect(fire("a", "3")).toBe(deliveries[2]);
  await kernel.until(({ firings }) => firings.length === 2);
  kernel.ack(kernel.firings[0] ?? {});
  await kernel.until(({ firings }) => firings.length === 3);
  expect(kernel.firings.map(({ eventId }) => eventId)).toEqual(["1", "2", "3"]);
  expect(await deliveries[0]).toEqual({ outcome: "durable" });
});

test("B56: a firing is kept until it is acknowledged, over streams that break", async () => {
  const { connect, fire } = open();
  const first = connect();
  first.want([subscription("a")]);
  await first.until(({ statuses }) => statuses.length === 1);
  const delivery = fire("a", "1");
  await first.until(({ firings }) => firings.length === 1);
  await first[Symbol.asyncDispose]();

  const second = connect();
  second.want([subscription("a")]);
  await second.until(({ firings }) => firings.length === 1);
  second.ack(second.firings[0] ?? {});
  expect(await delivery).toEqual({ outcome: "durable" });
});

test("a firing that the kernel wants later comes later, and one it refuses does not come again", async () => {
  const { connect, clock, fire } = open();
  const kernel = connect();
  kernel.want([subscription("a")]);
  await kernel.until(({ statuses }) => statuses.length === 1);
  const delivery = fire("a", "1");
  await kernel.until(({ firings }) => firings.length === 1);
  kernel.nack(kernel.firings[0] ?? {}, { reason: "busy", retryAfterMs: 5000 });
  const marker = fire("a", "2");
  await kernel.until(({ firings }) => firings.length === 2);
  kernel.ack(kernel.firings[1] ?? {});
  await marker;
  clock.advance(4999);
  expect(kernel.firings).toHaveLength(2);
  clock.advance(1);
  await kernel.until(({ firings }) => firings.length === 3);
  expect(kernel.firings[2]).toMatchObject({ eventId: "1" });
  kernel.nack(kernel.firings[2] ?? {}, { reason: "the pipeline is gone" });
  expect(await delivery).toEqual({ outcome: "refused", reason: "the pipeline is gone" });
});

test("a firing whose subscription is gone is given up", async () => {
  const { connect, fire } = open();
  const kernel = connect();
  kernel.want([subscription("a")], { credits: 0 });
  await kernel.until(({ statuses }) => statuses.length === 1);
  const delivery = fire("a", "1");
  kernel.want([]);
  expect(await delivery).toEqual({ outcome: "unwanted" });
});

test("a silent trigger gives a sign of life within 30 s", async () => {
  const { connect, clock } = open();
  const kernel = connect();
  kernel.want([]);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(30_000);
  await kernel.until(({ signsOfLife }) => signsOfLife === 1);
});

test("a new stream takes over from one that the kernel has given up", async () => {
  const { connect, fire } = open();
  const old = connect();
  old.want([subscription("a")]);
  await old.until(({ statuses }) => statuses.length === 1);
  const kernel = connect();
  kernel.want([subscription("a")]);
  await kernel.until(({ statuses }) => statuses.length === 1);
  void fire("a", "1");
  await kernel.until(({ firings }) => firings.length === 1);
  expect(old.firings).toEqual([]);
});

test("an external event waits until it is known who wants it", async () => {
  const { plugin, connect } = open();
  const rest = { receivedAtMs: 1, method: "POST", path: "/", headers: [], body: Buffer.from("d1"), revision: 0 };
  const request = { eventId: "e", ...rest };
  await expect(plugin.trigger.handleEvent(request, call)).rejects.toMatchObject({ code: "unavailable" });
  const kernel = connect();
  kernel.want([subscription("a")]);
  await kernel.until(({ statuses }) => statuses.length === 1);
  expect(await plugin.trigger.handleEvent(request, call)).toMatchObject({
    status: 200,
    firings: [{ subscriptionId: "a", eventId: "d1" }],
  });
});

test("an external event waits for the set that counts for it, also over a reconnect, and not for ever", async () => {
  const { plugin, connect, clock } = open();
  const rest = { receivedAtMs: 1, method: "POST", path: "/", headers: [], body: Buffer.from("d1") };
  const handle = async (revision: number) => {
    const { firings } = await plugin.trigger.handleEvent({ eventId: "e", ...rest, revision }, call);
    return firings?.map(({ subscriptionId }) => subscriptionId);
  };
  const first = handle(1);
  const second = handle(2);
  const third = handle(4);
  const kernel = connect();
  kernel.want([subscription("a")], { revision: 1 });
  expect(await first).toEqual(["a"]);
  kernel.want([subscription("a")], { revision: 2, continued: true });
  kernel.want([subscription("b")], { revision: 2 });
  expect(await second).toEqual(["a", "b"]);
  connect().want([subscription("c")], { revision: 5 });
  expect(await third).toEqual(["c"]);
  const never = handle(6);
  clock.advance(30_000);
  await expect(never).rejects.toMatchObject({ code: "unavailable" });
});

test("validation tells what is wrong with a subscription", async () => {
  const { plugin } = open();
  const answer = await plugin.trigger.validateSubscription({ subscription: subscription("a", { path: "x" }) }, call);
  expect(answer).toEqual({ violations: ['path: "x" is not absolute'] });
});
