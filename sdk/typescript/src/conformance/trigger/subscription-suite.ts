import { Trigger } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { drive } from "./driver.js";
import { parametersOf, subscribe } from "./subscription.js";

/** Which subscriptions a trigger takes, and what it says of them. */
export const subscriptionSuite = defineSuite(
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
  },
);
