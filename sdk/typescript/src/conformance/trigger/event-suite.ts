import { setTimeout as delay } from "node:timers/promises";
import { Trigger } from "@gofer/proto";
import { isFault } from "../../fault.js";
import type { Bench } from "../bench.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, within } from "../check.js";
import type { Fixture } from "../fixture.js";
import type { Client } from "./connection.js";
import { drive } from "./driver.js";
import { subscribe } from "./subscription.js";

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

/** How a trigger with EVENTS answers external requests. */
export const eventSuite = defineSuite(
  { prefix: "trigger", contract: "gofer.trigger.v1" },
  {
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
