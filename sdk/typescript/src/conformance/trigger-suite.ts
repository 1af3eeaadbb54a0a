import { setTimeout as delay } from "node:timers/promises";
import {
  type Firing,
  type SubscriptionInput,
  type SubscriptionStatus,
  Trigger,
  type TriggerDefinition,
  type TriggerHandlers,
  type Verdict,
  type WatchRequestInput,
} from "@gofer/proto";
import { isFault } from "../fault.js";
import type { ServiceClient } from "../rpc/index.js";
import type { Bench } from "./bench.js";
import { defineSuite } from "./case.js";
import { aborted, check, checkEqual, eventually, refused, within } from "./check.js";
import type { Fixture } from "./fixture.js";
import { Nonconformance } from "./verdict.js";

type Client = ServiceClient<TriggerHandlers, TriggerDefinition>;

const hourMs = 3600_000;

/** What the kernel has of the trigger on one Watch stream. */
class Connection {
  readonly firings: Firing[] = [];
  readonly verdicts: Verdict[] = [];
  readonly statuses: SubscriptionStatus[] = [];
  readonly #requests: WatchRequestInput[] = [];
  readonly #stop = new AbortController();
  #more = new AbortController();
  #failure: unknown;
  #ended = false;

  constructor(client: Client) {
    void this.#read(client);
  }

  async #read(client: Client): Promise<void> {
    try {
      for await (const message of client.watch(this.#send(), { signal: this.#stop.signal })) {
        this.firings.push(...message.firings);
        this.verdicts.push(...message.verdicts);
        this.statuses.push(...message.statuses);
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#ended = true;
  }

  async *#send(): AsyncGenerator<WatchRequestInput> {
    while (!this.#stop.signal.aborted) {
      const next = this.#requests.shift();
      if (next) yield next;
      else await aborted(AbortSignal.any([this.#stop.signal, this.#more.signal]));
    }
  }

  send(request: WatchRequestInput): void {
    this.#requests.push(request);
    this.#more.abort();
    this.#more = new AbortController();
  }

  want(subscriptions: readonly SubscriptionInput[], credits = 100, continued = false, revision = 0): void {
    this.send({ subscriptions: { subscriptions: [...subscriptions], credits, continued, revision } });
  }

  ack({ subscriptionId, eventId }: Pick<Firing, "subscriptionId" | "eventId">): void {
    this.send({ acks: [{ subscriptionId, eventId }] });
  }

  nack({ subscriptionId, eventId }: Pick<Firing, "subscriptionId" | "eventId">, retryAfterMs: number): void {
    this.send({ nacks: [{ subscriptionId, eventId, reason: "the conformance program says so", retryAfterMs }] });
  }

  /** Waits for something to have come; throws when the stream ends first. */
  until<T>(what: string, ask: () => T | undefined, timeoutMs = 15_000): Promise<T> {
    return eventually(
      what,
      () => {
        const answer = ask();
        if (answer === undefined && this.#ended && !this.#stop.signal.aborted) {
          throw new Nonconformance(`Watch ended (${String(this.#failure)}) before: ${what}`);
        }
        return answer;
      },
      timeoutMs,
    );
  }

  /** Waits until everything that was sent has been worked on: the plugin tells the status of a new subscription. */
  async settled(bench: Bench, wanted: readonly SubscriptionInput[], credits = 100): Promise<void> {
    const marker = { ...subscribe(bench, parametersOf(bench.fixture)), createdAtMs: Date.now() };
    this.want([...wanted, marker], credits);
    await this.until("the status of one more subscription", () => this.statusOf(marker.id));
    this.want(wanted, credits);
  }

  statusOf(id: string): SubscriptionStatus | undefined {
    return this.statuses.findLast(({ subscriptionId }) => subscriptionId === id);
  }

  close(): void {
    this.#stop.abort();
  }
}

type Subscribed = SubscriptionInput & {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastExpectedAtMs: number;
};

function subscribe(
  bench: Bench,
  parameters: Readonly<Record<string, string>>,
  more: { readonly createdAtMs?: number; readonly lastExpectedAtMs?: number } = {},
): Subscribed {
  return {
    id: bench.random.label("subscription"),
    namespace: "default",
    pipelineId: "conformance",
    label: "label",
    ...more,
    parameters: { ...parameters },
    createdAtMs: more.createdAtMs ?? Date.now(),
    lastExpectedAtMs: more.lastExpectedAtMs ?? 0,
  };
}

function parametersOf(fixture: Fixture): Readonly<Record<string, string>> {
  return fixture.trigger?.parameters ?? {};
}

async function drive(bench: Bench) {
  const { trigger } = bench.fixture;
  if (!trigger) return bench.skip("the fixture says nothing about subscriptions: add trigger.parameters");
  const client = (await bench.plugin()).client(Trigger);
  return {
    client,
    trigger,
    connect: (to: Client = client) => {
      const connection = new Connection(to);
      bench.defer(async () => connection.close());
      return connection;
    },
  };
}

/** A schedule with at least three fires in the past, and these fires. */
async function driveSchedule(bench: Bench) {
  const driven = await drive(bench);
  const { client, trigger } = driven;
  const parameters = trigger.catchUpParameters;
  if (!parameters) return bench.skip("the fixture names no trigger.catchUpParameters");
  for (const hours of [6, 24 * 8, 24 * 400]) {
    const missed = subscribe(bench, parameters, { createdAtMs: Date.now() - hours * hourMs });
    const times = await preview(client, missed, missed.createdAtMs, 100);
    const past = times.filter((time) => time < Date.now() - 1000);
    if (past.length >= 3 && past.length < 100) return { ...driven, missed, past };
  }
  return bench.skip("trigger.catchUpParameters have not between 3 and 99 fires in 6 hours, 8 days or 400 days");
}

async function preview(client: Client, subscription: SubscriptionInput, afterMs: number, count: number) {
  return (await client.previewSchedule({ subscription, afterMs, count }, { timeoutMs: 10_000 })).timesMs;
}

function eventRequest(bench: Bench, request: NonNullable<NonNullable<Fixture["trigger"]>["request"]>, eventId: string) {
  return {
    eventId,
    receivedAtMs: Date.now(),
    method: request.method,
    path: request.path,
    headers: request.headers.map(([name, value]) => ({ name, value })),
    body: Buffer.from(request.body),
  };
}

/** The trigger role. */
export const triggerSuite = defineSuite(
  { prefix: "trigger", contract: "gofer.trigger.v1" },
  {
    "validate-good": {
      summary: "A valid subscription has no violations.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        const { violations } = await client.validateSubscription({
          subscription: subscribe(bench, trigger.parameters),
        });
        checkEqual("the violations", violations, []);
      },
    },
    "validate-bad": {
      summary: "A bad subscription is a normal answer with violations that say something, the same at every call.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        if (trigger.invalidParameters.length === 0) return bench.skip("the fixture names no trigger.invalidParameters");
        for (const parameters of trigger.invalidParameters) {
          const subscription = subscribe(bench, parameters);
          const { violations } = await client.validateSubscription({ subscription });
          check(violations.length > 0, `${JSON.stringify(parameters)} has no violations`);
          check(
            violations.every((text) => text !== ""),
            `a violation of ${JSON.stringify(parameters)} says nothing`,
          );
          checkEqual("the second answer", (await client.validateSubscription({ subscription })).violations, violations);
        }
      },
    },
    "validate-unknown-parameter": {
      level: "SHOULD",
      summary: "A parameter that does not exist is a violation: it is a misspelt one.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        const subscription = subscribe(bench, { ...trigger.parameters, "no-such-parameter": "1" });
        const { violations } = await client.validateSubscription({ subscription });
        check(
          violations.some((text) => text.includes("no-such-parameter")),
          `the violations are ${JSON.stringify(violations)}`,
        );
      },
    },
    "watch-status": {
      summary: "Each subscription has a status after it was sent.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const connection = connect();
        const wanted = [1, 2, 3].map(() => subscribe(bench, trigger.parameters));
        connection.want(wanted);
        for (const { id } of wanted) {
          const { state } = await connection.until(`the status of ${id}`, () => connection.statusOf(id));
          checkEqual("the state", state, "STATE_ACTIVE");
        }
      },
    },
    "watch-bad-subscription": {
      summary: "A subscription that cannot fire is FAILED with a sentence, and the others work.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const [parameters] = trigger.invalidParameters;
        if (!parameters) return bench.skip("the fixture names no trigger.invalidParameters");
        const connection = connect();
        const [bad, good] = [subscribe(bench, parameters), subscribe(bench, trigger.parameters)];
        connection.want([bad, good]);
        const failed = await connection.until("the status of the bad one", () => connection.statusOf(bad.id));
        checkEqual("the state of the bad one", failed.state, "STATE_FAILED");
        check(failed.message !== "", "the status of the bad one has no message");
        const active = await connection.until("the status of the good one", () => connection.statusOf(good.id));
        checkEqual("the state of the good one", active.state, "STATE_ACTIVE");
      },
    },
    "watch-new-set": {
      summary: "A new set is compared with the old one: a new subscription gets a status, and the stream goes on.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const connection = connect();
        const [one, two] = [subscribe(bench, trigger.parameters), subscribe(bench, trigger.parameters)];
        connection.want([]);
        connection.want([one]);
        await connection.until("the status of the first", () => connection.statusOf(one.id));
        connection.want([two]);
        await connection.until("the status of the second", () => connection.statusOf(two.id));
        connection.want([]);
        connection.want([one, two]);
        const again = connection.statuses.length;
        await connection.until(
          "the status of both after an empty set",
          () => connection.statuses.length >= again || undefined,
        );
      },
    },
    "watch-continued": {
      summary: "A set that comes in several messages is one set.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const connection = connect();
        const wanted = [1, 2, 3].map(() => subscribe(bench, trigger.parameters));
        for (const [index, subscription] of wanted.entries()) connection.want([subscription], 100, index < 2);
        for (const { id } of wanted) await connection.until(`the status of ${id}`, () => connection.statusOf(id));
      },
    },
    "watch-reconnect": {
      summary: "After a break the stream is opened again, and every subscription gets its status anew.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const wanted = [subscribe(bench, trigger.parameters)];
        for (let connects = 0; connects < 3; connects++) {
          const connection = connect();
          connection.want(wanted);
          await connection.until(`the status at connect ${connects}`, () => connection.statusOf(wanted[0]?.id ?? ""));
          connection.close();
        }
      },
    },
    "watch-foreign-ack": {
      summary: "Acks and nacks of firings that the plugin does not know are ignored.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const connection = connect();
        connection.want([]);
        connection.ack({ subscriptionId: "nobody", eventId: "nothing" });
        connection.nack({ subscriptionId: "nobody", eventId: "nothing" }, 0);
        const wanted = subscribe(bench, trigger.parameters);
        connection.want([wanted]);
        await connection.until("the status after foreign acks", () => connection.statusOf(wanted.id));
      },
    },
    "watch-plugin-killed": {
      summary: "After SIGKILL of the plugin a new process takes the subscriptions again.",
      run: async (bench) => {
        const { trigger, connect } = await drive(bench);
        const wanted = [subscribe(bench, trigger.parameters)];
        const before = connect();
        before.want(wanted);
        await before.until("the status", () => before.statusOf(wanted[0]?.id ?? ""));
        before.close();
        const after = connect((await bench.restart()).client(Trigger));
        after.want(wanted);
        await after.until("the status after the restart", () => after.statusOf(wanted[0]?.id ?? ""));
      },
    },
    "features-absent": {
      summary: "A method of a feature that is not advertised is UNIMPLEMENTED.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const client = plugin.client(Trigger);
        const { contracts } = await plugin.base.getInfo({});
        const features = contracts.find(({ name }) => name === "gofer.trigger.v1")?.features ?? [];
        const subscription = subscribe(bench, parametersOf(bench.fixture));
        const calls: Readonly<Record<string, () => Promise<unknown>>> = {
          EVENTS: () => client.handleEvent({ eventId: "1", method: "POST", path: "/" }),
          SCHEDULE: () => client.previewSchedule({ subscription, afterMs: 0, count: 1 }),
        };
        const absent = Object.entries(calls).filter(([feature]) => !features.includes(feature));
        if (absent.length === 0) return bench.skip("EVENTS and SCHEDULE are both advertised");
        for (const [feature, call] of absent) await refused(`the method of ${feature}`, call(), "unimplemented");
      },
    },
    preview: {
      features: ["SCHEDULE"],
      summary:
        "PreviewSchedule tells at most as many times as asked for, ascending, all after the given one, always the same.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        const subscription = subscribe(bench, trigger.catchUpParameters ?? trigger.parameters);
        const afterMs = Date.now();
        const times = await preview(client, subscription, afterMs, 5);
        check(times.length > 0 && times.length <= 5, `${times.length} times came, 1 to 5 were expected`);
        checkEqual(
          "the times in order",
          times,
          [...times].sort((a, b) => a - b),
        );
        checkEqual("the number of different times", new Set(times).size, times.length);
        check((times[0] ?? 0) > afterMs, `the first time ${times[0] ?? 0} is not after ${afterMs}`);
        checkEqual("the second answer", await preview(client, subscription, afterMs, 5), times);
        checkEqual("the answer for one", await preview(client, subscription, afterMs, 1), times.slice(0, 1));
        checkEqual("the times after the first", await preview(client, subscription, times[0] ?? 0, 4), times.slice(1));
      },
    },
    "preview-invalid": {
      features: ["SCHEDULE"],
      summary: "PreviewSchedule of bad parameters is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        const [parameters] = trigger.invalidParameters;
        if (!parameters) return bench.skip("the fixture names no trigger.invalidParameters");
        await refused("PreviewSchedule", preview(client, subscribe(bench, parameters), Date.now(), 1), "invalid");
      },
    },
    "status-next": {
      features: ["SCHEDULE"],
      summary: "The status tells the same next time as PreviewSchedule.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        const connection = connect();
        const subscription = subscribe(bench, trigger.catchUpParameters ?? trigger.parameters);
        connection.want([subscription]);
        const { nextAtMs } = await connection.until("the status", () => connection.statusOf(subscription.id));
        const [next] = await preview(client, subscription, subscription.createdAtMs, 1);
        checkEqual("next_at_ms", nextAtMs, next ?? 0);
      },
    },
    "schedule-catches-up": {
      features: ["SCHEDULE"],
      summary: "Every fire that was expected while nobody was there has exactly one firing or verdict, in order.",
      run: async (bench) => {
        const { connect, missed, past } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed]);
        const acked = new Set<string>();
        await connection.until(`firings or verdicts for ${past.length} expected fires`, () => {
          for (const firing of connection.firings) {
            if (acked.has(firing.eventId)) continue;
            acked.add(firing.eventId);
            connection.ack(firing);
          }
          return acked.size + connection.verdicts.length >= past.length || undefined;
        });
        const told = [...connection.firings, ...connection.verdicts].map(({ expectedAtMs }) => expectedAtMs);
        checkEqual(
          "the expected times with a firing or verdict",
          [...told].sort((a, b) => a - b).slice(0, past.length),
          past,
        );
        checkEqual("the number of different times", new Set(told).size, told.length);
        const fired = connection.firings.map(({ expectedAtMs }) => expectedAtMs);
        checkEqual(
          "the order of the firings",
          fired,
          [...fired].sort((a, b) => a - b),
        );
        for (const { subscriptionId, kind } of connection.verdicts) {
          checkEqual("the subscription of a verdict", subscriptionId, missed.id);
          check(kind !== "KIND_UNSPECIFIED", "a verdict has no kind");
        }
      },
    },
    "schedule-firing": {
      features: ["SCHEDULE"],
      summary: "A firing names its subscription and event, and says when it happened and why.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed]);
        const firing = await connection.until("a firing", () => connection.firings[0]);
        checkEqual("the subscription", firing.subscriptionId, missed.id);
        const bytes = Buffer.byteLength(firing.eventId);
        check(bytes > 0 && bytes <= 256, `the event id has ${bytes} bytes`);
        check(firing.occurredAtMs > 0, "occurred_at_ms is 0");
        check(firing.details !== "", "details are empty");
      },
    },
    "schedule-created": {
      features: ["SCHEDULE"],
      summary: "Nothing before the making of the subscription is expected.",
      run: async (bench) => {
        const { connect, missed, past } = await driveSchedule(bench);
        const connection = connect();
        const later = { ...missed, createdAtMs: past[1] ?? 0 };
        connection.want([later]);
        const firing = await connection.until("a firing", () => connection.firings[0]);
        check(
          firing.expectedAtMs >= later.createdAtMs,
          `a fire at ${firing.expectedAtMs} is before ${later.createdAtMs}`,
        );
      },
    },
    "schedule-last-expected": {
      features: ["SCHEDULE"],
      summary: "The schedule goes on after last_expected_at_ms: nothing at or before it comes again.",
      run: async (bench) => {
        const { connect, missed, past } = await driveSchedule(bench);
        const connection = connect();
        connection.want([{ ...missed, lastExpectedAtMs: past[0] ?? 0 }]);
        const firing = await connection.until("a firing", () => connection.firings[0]);
        const told = [...connection.verdicts, firing].map(({ expectedAtMs }) => expectedAtMs);
        checkEqual("the earliest time that is told", Math.min(...told), past[1] ?? 0);
      },
    },
    "schedule-unacked-again": {
      features: ["SCHEDULE"],
      summary: "A firing that was not acknowledged comes again after a reconnect, with the same event id.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const before = connect();
        before.want([missed]);
        const { eventId } = await before.until("a firing", () => before.firings[0]);
        before.close();
        const after = connect();
        after.want([missed]);
        const again = await after.until("a firing after the reconnect", () => after.firings[0]);
        checkEqual("its event id", again.eventId, eventId);
      },
    },
    "schedule-event-id": {
      features: ["SCHEDULE"],
      summary: "The event id names the event, not the delivery: another process of the plugin gives the same one.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const before = connect();
        before.want([missed]);
        const { eventId } = await before.until("a firing", () => before.firings[0]);
        before.close();
        const after = connect((await bench.restart()).client(Trigger));
        after.want([missed]);
        const again = await after.until("a firing of the new process", () => after.firings[0]);
        checkEqual("its event id", again.eventId, eventId);
      },
    },
    "schedule-acked-never-again": {
      features: ["SCHEDULE"],
      summary:
        "A firing that was acknowledged does not come again on the same stream or with its time as last_expected_at_ms.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const before = connect();
        before.want([missed]);
        const acked = await before.until("a firing", () => before.firings[0]);
        before.ack(acked);
        const next = await before.until("the next firing", () =>
          before.firings.find(({ eventId }) => eventId !== acked.eventId),
        );
        check(next.expectedAtMs > acked.expectedAtMs, "the next firing is for an earlier time");
        checkEqual("how often it came", before.firings.filter(({ eventId }) => eventId === acked.eventId).length, 1);
        before.close();
        const after = connect();
        after.want([{ ...missed, lastExpectedAtMs: acked.expectedAtMs }]);
        const again = await after.until("a firing after the reconnect", () => after.firings[0]);
        check(again.eventId !== acked.eventId, "an acknowledged firing came again");
      },
    },
    credits: {
      features: ["SCHEDULE"],
      summary:
        "At most as many firings are outstanding as there are credits, over all subscriptions; an ack gives one back.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        const wanted = [1, 2, 3].map(() => ({ ...missed, id: bench.random.label("subscription") }));
        connection.want(wanted, 1);
        const one = await connection.until("a firing", () => connection.firings[0]);
        await connection.settled(bench, wanted, 1);
        checkEqual("the firings outstanding with one credit", connection.firings.length, 1);
        connection.ack(one);
        await connection.until("a second firing after the ack", () => connection.firings[1]);
        await connection.settled(bench, wanted, 1);
        checkEqual("the firings after one ack", connection.firings.length, 2);
      },
    },
    "credits-none": {
      features: ["SCHEDULE"],
      summary: "Without credits nothing fires, and what is due comes when there are some.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed], 0);
        await connection.until("the status", () => connection.statusOf(missed.id));
        await connection.settled(bench, [missed], 0);
        checkEqual("the firings without credits", connection.firings.length, 0);
        connection.want([missed], 1);
        await connection.until("a firing when there is a credit", () => connection.firings[0]);
      },
    },
    "nack-later": {
      features: ["SCHEDULE"],
      summary: "A firing that was nacked comes again after the time that was said, with the same event id.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed], 1);
        const { subscriptionId, eventId } = await connection.until("a firing", () => connection.firings[0]);
        const nackedAt = Date.now();
        connection.nack({ subscriptionId, eventId }, 500);
        const again = await connection.until("the firing once more", () => connection.firings[1]);
        checkEqual("its event id", again.eventId, eventId);
        check(Date.now() - nackedAt >= 450, `it came again after ${Date.now() - nackedAt} ms, 500 were asked for`);
      },
    },
    "nack-never": {
      features: ["SCHEDULE"],
      summary: "A firing that was nacked for good does not come again, and gives its credit back.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed], 1);
        const { subscriptionId, eventId } = await connection.until("a firing", () => connection.firings[0]);
        connection.nack({ subscriptionId, eventId }, 0);
        const next = await connection.until("the next firing", () => connection.firings[1]);
        check(next.eventId !== eventId, "a firing that was refused for good came again");
      },
    },
    unsubscribed: {
      features: ["SCHEDULE"],
      summary: "A subscription that is no longer sent does not fire.",
      run: async (bench) => {
        const { connect, missed } = await driveSchedule(bench);
        const connection = connect();
        connection.want([missed], 1);
        const outstanding = await connection.until("a firing", () => connection.firings[0]);
        await connection.settled(bench, [], 1);
        connection.ack(outstanding);
        await connection.settled(bench, [], 100);
        checkEqual("the firings", connection.firings.length, 1);
      },
    },
    "event-fires": {
      features: ["EVENTS"],
      summary: "HandleEvent answers the sender and fires the subscriptions that the request is for.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        if (!trigger.request) return bench.skip("the fixture names no trigger.request");
        const connection = connect();
        const wanted = subscribe(bench, trigger.parameters);
        connection.want([wanted]);
        await connection.until("the status", () => connection.statusOf(wanted.id));
        const answer = await client.handleEvent(eventRequest(bench, trigger.request, bench.random.label("event")));
        check(
          answer.status >= 200 && answer.status < 300,
          `the sender is answered ${answer.status}, expected 200 to 299`,
        );
        check(answer.body.length <= 64 << 10, `the answer has ${answer.body.length} bytes`);
        checkEqual(
          "the subscriptions that fire",
          answer.firings.map(({ subscriptionId }) => subscriptionId),
          [wanted.id],
        );
        const bytes = Buffer.byteLength(answer.firings[0]?.eventId ?? "");
        check(bytes > 0 && bytes <= 256, `the event id has ${bytes} bytes`);
      },
    },
    "event-repeat": {
      features: ["EVENTS"],
      summary: "The same stored request fires with the same event ids, in another process of the plugin too.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        if (!trigger.request) return bench.skip("the fixture names no trigger.request");
        const wanted = subscribe(bench, trigger.parameters);
        const request = eventRequest(bench, trigger.request, bench.random.label("event"));
        const ids = async (to: Client) => {
          const connection = connect(to);
          connection.want([wanted]);
          await connection.until("the status", () => connection.statusOf(wanted.id));
          return (await to.handleEvent(request)).firings.map(({ eventId }) => eventId);
        };
        const first = await ids(client);
        checkEqual("the event ids of the second delivery", await ids(client), first);
        checkEqual("the event ids of a new process", await ids((await bench.restart()).client(Trigger)), first);
      },
    },
    "event-nobody": {
      features: ["EVENTS"],
      summary: "A request that no subscription is for is a normal answer without firings.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        if (!trigger.request) return bench.skip("the fixture names no trigger.request");
        const connection = connect();
        connection.want([]);
        await connection.settled(bench, []);
        const answer = await client.handleEvent(eventRequest(bench, trigger.request, bench.random.label("event")));
        check(answer.status >= 200 && answer.status <= 599, `the sender is answered ${answer.status}`);
        checkEqual("the firings", answer.firings, []);
      },
    },
    "event-newest-set": {
      features: ["EVENTS"],
      summary:
        "HandleEvent answers by the set that its request names, and waits or is UNAVAILABLE until that has come.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        if (!trigger.request) return bench.skip("the fixture names no trigger.request");
        const connection = connect();
        const wanted = subscribe(bench, trigger.parameters);
        await connection.settled(bench, []);
        const request = { ...eventRequest(bench, trigger.request, bench.random.label("event")), revision: 7 };
        const early = client.handleEvent(request, { timeoutMs: 30_000 }).catch((error: unknown) => {
          if (isFault(error, "unavailable")) return undefined;
          throw error;
        });
        // A plugin that does not wait has answered by then.
        await Promise.race([early, delay(500)]);
        connection.want([wanted], 100, false, 7);
        await connection.until("the status", () => connection.statusOf(wanted.id));
        const answer = (await early) ?? (await client.handleEvent(request));
        checkEqual(
          "the subscriptions that fire",
          answer.firings.map(({ subscriptionId }) => subscriptionId),
          [wanted.id],
        );
      },
    },
    "event-refused": {
      features: ["EVENTS"],
      summary: "A forged or broken request is a normal answer with status 400 to 499 and fires nothing.",
      run: async (bench) => {
        const { client, trigger, connect } = await drive(bench);
        if (!trigger.refusedRequest) return bench.skip("the fixture names no trigger.refusedRequest");
        const connection = connect();
        const wanted = subscribe(bench, trigger.parameters);
        connection.want([wanted]);
        await connection.until("the status", () => connection.statusOf(wanted.id));
        const answer = await client.handleEvent(
          eventRequest(bench, trigger.refusedRequest, bench.random.label("event")),
        );
        check(
          answer.status >= 400 && answer.status <= 499,
          `the sender is answered ${answer.status}, expected 400 to 499`,
        );
        checkEqual("the firings", answer.firings, []);
      },
    },
    "event-keeps-secrets": {
      features: ["EVENTS"],
      summary: "Credentials in the headers of a request are not written to the output.",
      run: async (bench) => {
        const { client, trigger } = await drive(bench);
        if (!trigger.request) return bench.skip("the fixture names no trigger.request");
        const request = eventRequest(bench, trigger.request, bench.random.label("event"));
        const secret = { name: "Authorization", value: `Bearer ${bench.canary()}` };
        const answer = await within(
          "HandleEvent answers",
          30_000,
          client.handleEvent({ ...request, headers: [...request.headers, secret] }).catch((error: unknown) => error),
        );
        bench.checkSecrecy(answer instanceof Error ? answer.message : JSON.stringify(answer));
      },
    },
  },
);
