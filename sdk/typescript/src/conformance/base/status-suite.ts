import { Scheduler, Task, Trigger, type WatchRequestInput } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { aborted, check, checkEqual, collect, eventually, first, refused, within } from "../check.js";
import { configured } from "./configured.js";

/** Waits for so many messages of a stream, a little longer than the contract allows between two. */
async function hears(what: string, count: number, stream: AsyncIterable<unknown>): Promise<void> {
  let heard = 0;
  const hearing = (async () => {
    for await (const _message of stream) if (++heard === count) return;
  })();
  await within(`${what} sends ${count} messages`, 35_000, hearing);
}

async function* noSubscriptions(until: AbortSignal): AsyncGenerator<WatchRequestInput> {
  yield { subscriptions: { subscriptions: [], credits: 1 } };
  await aborted(until);
}

/** How the plugin tells that it works, and how it is asked to finish. */
export const statusSuite = defineSuite(
  { prefix: "base", contract: "gofer.plugin.v1" },
  {
    "status-first": {
      summary: "WatchStatus sends its first message at once.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        await within(
          "WatchStatus sends a message",
          3000,
          first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 })),
        );
      },
    },
    "status-says-why": {
      summary: "A status that is not HEALTHY has a reason in UPPER_SNAKE_CASE and a sentence for a person.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const { state, reason, message } = await first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 }));
        check(state !== "STATE_UNSPECIFIED", "the state is not set");
        if (["STATE_HEALTHY", "STATE_STARTING", "STATE_DRAINING"].includes(state)) return;
        check(/^[A-Z][A-Z0-9_]*$/.test(reason), `reason ${JSON.stringify(reason)} is not in UPPER_SNAKE_CASE`);
        check(message !== "", `a status of ${state} has no message`);
      },
    },
    "status-several-readers": {
      summary: "Several WatchStatus streams are served at once.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const messages = await Promise.all(
          [1, 2, 3].map(() => first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 }))),
        );
        checkEqual("the number of first messages", messages.length, 3);
      },
    },
    "status-works": {
      summary: "With the fixture's configuration the plugin becomes HEALTHY or DEGRADED.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const stop = new AbortController();
        let last = "";
        const usable = (async () => {
          for await (const { state, message } of base.watchStatus({}, { signal: stop.signal })) {
            last = `${state} ${message}`;
            if (state === "STATE_HEALTHY" || state === "STATE_DEGRADED") return true;
          }
          return false;
        })();
        usable.catch(() => undefined);
        try {
          const works = await eventually("the plugin can work", () => usable.then((good) => good || undefined), 30_000);
          check(works, last);
        } finally {
          stop.abort();
        }
      },
    },
    "signs-of-life": {
      summary: "Streams that wait for something send a message at least every 30 s.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const { contracts } = await plugin.base.getInfo({});
        const serves = (name: string) => contracts.some((contract) => contract.name === name);
        const stop = new AbortController();
        bench.defer(async () => stop.abort());
        const options = { signal: stop.signal };
        // A stream of events may send nothing else at first; a trigger without subscriptions has nothing to say.
        await Promise.all([
          hears("WatchStatus", 2, plugin.base.watchStatus({}, options)),
          ...(serves("gofer.scheduler.v1")
            ? [hears("WatchEvents", 2, plugin.client(Scheduler).watchEvents({}, options))]
            : []),
          ...(serves("gofer.trigger.v1")
            ? [hears("Watch", 1, plugin.client(Trigger).watch(noSubscriptions(stop.signal), options))]
            : []),
        ]);
      },
    },
    drain: {
      summary: "Drain answers inside its time, and may be repeated.",
      run: async (bench) => {
        const { base } = await configured(bench);
        await base.drain({ drainTimeoutMs: 2000 }, { timeoutMs: 7000 });
        await base.drain({ drainTimeoutMs: 2000 }, { timeoutMs: 7000 });
      },
    },
    "drain-status": {
      summary: "After Drain the status is DRAINING.",
      run: async (bench) => {
        const { base } = await configured(bench);
        const stop = new AbortController();
        bench.defer(async () => stop.abort());
        const states: string[] = [];
        const watching = (async () => {
          for await (const { state } of base.watchStatus({}, { signal: stop.signal })) {
            states.push(state);
            if (state === "STATE_DRAINING") return;
          }
        })();
        watching.catch(() => undefined);
        await base.drain({ drainTimeoutMs: 1000 }, { timeoutMs: 6000 });
        await within(`STATE_DRAINING after Drain (${states.join(", ")})`, 3000, watching);
      },
    },
    "drain-refuses-work": {
      summary: "After Drain new work is UNAVAILABLE.",
      run: async (bench) => {
        const plugin = await configured(bench);
        const { contracts } = await plugin.base.getInfo({});
        const serves = (name: string) => contracts.some((contract) => contract.name === name);
        if (!serves("gofer.scheduler.v1") && !serves("gofer.task.v1")) return bench.skip("no role of it starts work");
        await plugin.base.drain({ drainTimeoutMs: 1000 }, { timeoutMs: 6000 });
        if (serves("gofer.scheduler.v1")) {
          const container = { key: bench.random.label("late"), specHash: "1", command: ["true"] };
          await refused(
            "Start after Drain",
            plugin.client(Scheduler).start({ containers: [container] }),
            "unavailable",
          );
        }
        if (serves("gofer.task.v1")) {
          const { settings } = bench.fixture.task;
          const run = plugin
            .client(Task)
            .run({ key: bench.random.label("late"), specHash: "1", settings, variables: {} });
          await refused("Run after Drain", collect(run), "unavailable");
        }
      },
    },
  },
);
