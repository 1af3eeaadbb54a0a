import { setTimeout as delay } from "node:timers/promises";
import { defineSuite } from "../case.js";
import { checkEqual, collect, refused, within } from "../check.js";
import { drive, endless, logOf, resultOf, story } from "./driver.js";

/** How one execution has many readers. */
export const attachSuite = defineSuite(
  { prefix: "task", contract: "gofer.task.v1" },
  {
    "attach-ended": {
      summary: "Attach from the beginning gives everything, and the result last.",
      run: async (bench) => {
        const { run, attach, newKey } = await drive(bench);
        const key = newKey();
        const first = story(await run(key, bench.fixture.task.settings));
        checkEqual("what Attach tells", story(await attach(key)), first);
      },
    },
    "attach-cursor": {
      summary: "Attach from the cursor of an event gives exactly what comes after it.",
      run: async (bench) => {
        const { run, attach, newKey } = await drive(bench);
        const key = newKey();
        const all = await run(key, bench.fixture.task.settings);
        for (const [index, { cursor }] of all.slice(0, 20).entries()) {
          const rest = all.slice(index + 1);
          const after = await attach(key, cursor);
          checkEqual(`the log after event ${index}`, logOf(after), logOf(rest));
          checkEqual(`the result after event ${index}`, after.at(-1)?.result, rest.at(-1)?.result);
        }
      },
    },
    "attach-unknown": {
      summary: "Attach to an unknown key is NOT_FOUND.",
      run: async (bench) => {
        const { client } = await drive(bench);
        const attached = collect(client.attach({ key: bench.random.label("nobody") }));
        await refused("Attach to an unknown key", within("it is answered", 10_000, attached), "notFound");
      },
    },
    "break-cancels-nothing": {
      summary: "Breaking the stream cancels nothing: the execution goes on and can be joined.",
      run: async (bench) => {
        const settings = await endless(bench);
        const { client, begin, attach, newKey } = await drive(bench);
        const key = newKey();
        await begin(key, settings);
        await delay(300);
        const joined = attach(key);
        await client.cancel({ key });
        checkEqual("the kind of the result after a Cancel", resultOf(await joined).kind, "KIND_CANCELLED");
      },
    },
    "run-joins-running": {
      summary: "Run with the key of an execution that goes on joins it.",
      run: async (bench) => {
        const settings = await endless(bench);
        const { client, begin, run, newKey } = await drive(bench);
        const key = newKey();
        await begin(key, settings);
        const joined = [run(key, settings), run(key, settings)];
        await delay(100);
        await client.cancel({ key });
        const [one, two] = await Promise.all(joined);
        checkEqual("what the second joiner sees", story(two ?? []), story(one ?? []));
        checkEqual("the kind of the result", resultOf(one ?? []).kind, "KIND_CANCELLED");
      },
    },
  },
);
