import { defineSuite } from "../case.js";
import { checkEqual, collect, refused, within } from "../check.js";
import { drive, endless, resultOf } from "./driver.js";

/** How executions are ended and forgotten. */
export const cancelSuite = defineSuite(
  { prefix: "task", contract: "gofer.task.v1" },
  {
    cancel: {
      summary: "Cancel ends an execution with result CANCELLED, and may be repeated.",
      run: async (bench) => {
        const settings = await endless(bench);
        const { client, begin, attach, newKey } = await drive(bench);
        const key = newKey();
        await begin(key, settings);
        await client.cancel({ key }, { timeoutMs: 10_000 });
        await client.cancel({ key }, { timeoutMs: 10_000 });
        checkEqual("the kind of the result", resultOf(await attach(key)).kind, "KIND_CANCELLED");
      },
    },
    "cancel-at-once": {
      summary: "With a grace time of 0 an execution has its result at once, whatever it is at.",
      run: async (bench) => {
        const settings = await endless(bench);
        const { client, begin, attach, newKey } = await drive(bench);
        const key = newKey();
        await begin(key, settings);
        await client.cancel({ key, graceMs: 60_000 }, { timeoutMs: 10_000 });
        await client.cancel({ key, graceMs: 0 }, { timeoutMs: 10_000 });
        const all = await within("it has its result after a grace time of 0", 5000, attach(key));
        checkEqual("the kind of the result", resultOf(all).kind, "KIND_CANCELLED");
      },
    },
    "cancel-unknown": {
      summary: "Cancel of an unknown execution is OK.",
      run: async (bench) => {
        const { client } = await drive(bench);
        await client.cancel({ key: bench.random.label("nobody") });
      },
    },
    "cancel-ended": {
      summary: "Cancel of an execution that has ended is OK and changes nothing about its result.",
      run: async (bench) => {
        const { client, run, attach, newKey } = await drive(bench);
        const key = newKey();
        const before = resultOf(await run(key, bench.fixture.task.settings));
        await client.cancel({ key });
        checkEqual("the result", resultOf(await attach(key)), before);
      },
    },
    forget: {
      summary: "A forgotten execution is unknown, and Forget may be repeated.",
      run: async (bench) => {
        const { client, run, newKey } = await drive(bench);
        const key = newKey();
        await run(key, bench.fixture.task.settings);
        await client.forget({ keys: [key] });
        await refused("Attach to a forgotten key", collect(client.attach({ key })), "notFound");
        await client.forget({ keys: [key, bench.random.label("nobody")] });
      },
    },
  },
);
