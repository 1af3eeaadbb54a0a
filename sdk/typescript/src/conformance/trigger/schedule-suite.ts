import { Trigger } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { drive, driveSchedule, preview } from "./driver.js";
import { subscribe } from "./subscription.js";

/** What a trigger with SCHEDULE expects, and fires for what it has missed. */
export const scheduleSuite = defineSuite(
  { prefix: "trigger", contract: "gofer.trigger.v1" },
  {
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
  },
);
