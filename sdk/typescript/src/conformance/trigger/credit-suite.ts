import { defineSuite } from "../case.js";
import { check, checkEqual } from "../check.js";
import { driveSchedule } from "./driver.js";

/** How many firings are outstanding, and what becomes of one that is refused. */
export const creditSuite = defineSuite(
  { prefix: "trigger", contract: "gofer.trigger.v1" },
  {
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
  },
);
