import type { TaskEvent } from "@gofer/proto";
import { Ajv2020 } from "ajv/dist/2020.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, collect, describeError, present, refused, within } from "../check.js";
import { Nonconformance } from "../verdict.js";
import { drive, endless, resultOf, story } from "./driver.js";

/** Which settings a common task takes, and how an execution begins and ends. */
export const runSuite = defineSuite(
  { prefix: "task", contract: "gofer.task.v1" },
  {
    describe: {
      summary: "Describe tells what the plugin does, and a JSON Schema of its settings.",
      run: async (bench) => {
        const { client } = await drive(bench);
        const { description, settingsSchema } = await client.describe({}, { timeoutMs: 5000 });
        check(description !== "", "the description is empty");
        if (settingsSchema.length === 0) return;
        try {
          const validate = new Ajv2020({ strict: false, coerceTypes: true }).compile(
            JSON.parse(settingsSchema.toString()) as object,
          );
          validate({ ...bench.fixture.task.settings });
          checkEqual("what the schema has against the fixture's settings", validate.errors ?? [], []);
        } catch (error) {
          if (error instanceof Nonconformance) throw error;
          check(false, `settings_schema is not a JSON Schema (draft 2020-12): ${describeError(error)}`);
        }
      },
    },
    "run-succeeds": {
      summary: "Run streams events and ends with a result of SUCCEEDED.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const { kind } = resultOf(await run(newKey(), bench.fixture.task.settings));
        checkEqual("the kind of the result", kind, "KIND_SUCCEEDED");
      },
    },
    "run-fails": {
      summary:
        "An execution that does not end well has a result of FAILED with a sentence; the stream itself ends well.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const { failingSettings } = bench.fixture.task;
        if (!failingSettings) return bench.skip("the fixture names no task.failingSettings");
        const { kind, message } = resultOf(await run(newKey(), failingSettings));
        checkEqual("the kind of the result", kind, "KIND_FAILED");
        check(message !== "", "the result has no message");
      },
    },
    "run-limits": {
      summary: "Cursors have at most 256 bytes, chunks of the log 64 KiB, outputs 64 KiB in all.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const all = await run(newKey(), bench.fixture.task.settings);
        for (const { cursor, log } of all) {
          check(cursor.length > 0 && cursor.length <= 256, `a cursor has ${cursor.length} bytes`);
          check((log?.data.length ?? 0) <= 64 << 10, `a chunk of the log has ${log?.data.length ?? 0} bytes`);
        }
        const size = Buffer.byteLength(JSON.stringify(resultOf(all).outputs));
        check(size <= 80 << 10, `the outputs have ${size} bytes`);
      },
    },
    "run-invalid": {
      summary: "Settings that are not valid are INVALID_ARGUMENT, and the message says why.",
      run: async (bench) => {
        const { run, newKey, client } = await drive(bench);
        const { invalidSettings } = bench.fixture.task;
        if (invalidSettings.length === 0) return bench.skip("the fixture names no task.invalidSettings");
        for (const settings of invalidSettings) {
          const key = newKey();
          const { message } = await refused(`Run with ${JSON.stringify(settings)}`, run(key, settings), "invalid");
          check(message !== "", "the refusal says nothing");
          await refused("Attach to an execution that was refused", collect(client.attach({ key })), "notFound");
        }
      },
    },
    "validate-good": {
      summary: "ValidateSettings has nothing against settings that are valid.",
      run: async (bench) => {
        const { client } = await drive(bench);
        const { violations } = await client.validateSettings({ settings: { ...bench.fixture.task.settings } });
        checkEqual("the violations", violations, []);
      },
    },
    "validate-bad": {
      summary: "ValidateSettings names what is wrong, and answers the same again.",
      run: async (bench) => {
        const { client } = await drive(bench);
        const { invalidSettings } = bench.fixture.task;
        if (invalidSettings.length === 0) return bench.skip("the fixture names no task.invalidSettings");
        for (const settings of invalidSettings) {
          const { violations } = await client.validateSettings({ settings: { ...settings } });
          check(violations.length > 0, `it has nothing against ${JSON.stringify(settings)}`);
          check(
            violations.every((violation) => violation !== ""),
            "a violation says nothing",
          );
          const again = await client.validateSettings({ settings: { ...settings } });
          checkEqual("the second answer", again.violations, violations);
        }
      },
    },
    "run-first-message": {
      summary: "The first message of Run and of Attach is sent at once.",
      run: async (bench) => {
        const settings = await endless(bench);
        const { client, newKey, request } = await drive(bench);
        const key = newKey();
        const stop = new AbortController();
        const first = async (what: string, stream: AsyncIterable<{ event: TaskEvent | null }>) => {
          const messages = (async () => {
            for await (const message of stream) return message;
            return undefined;
          })();
          const message = await within(`${what} sends its first message`, 5000, messages);
          present(`the event of the first message of ${what}`, message?.event);
        };
        try {
          await first("Run", client.run(request(key, settings), { signal: stop.signal }));
          await first("Attach", client.attach({ key }, { signal: stop.signal }));
        } finally {
          stop.abort();
        }
      },
    },
    "run-joins-ended": {
      summary: "Run with the key of an execution that has ended joins it: the same log, the same result.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const key = newKey();
        const first = story(await run(key, bench.fixture.task.settings));
        checkEqual("the second answer", story(await run(key, bench.fixture.task.settings)), first);
      },
    },
    "run-at-once": {
      summary: "Concurrent Runs of one key join one execution.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const key = newKey();
        const all = await Promise.all([1, 2, 3, 4].map(() => run(key, bench.fixture.task.settings)));
        const [first = [], ...others] = all;
        for (const other of others) checkEqual("the answer of another Run", story(other), story(first));
        const cursors = all.map((each) => each.at(-1)?.cursor.toString("hex"));
        checkEqual("the number of different last cursors", new Set(cursors).size, 1);
      },
    },
    "run-other-hash": {
      summary: "A known key with another spec hash is ALREADY_EXISTS.",
      run: async (bench) => {
        const { run, newKey } = await drive(bench);
        const key = newKey();
        await run(key, bench.fixture.task.settings);
        await refused("Run with another hash", run(key, bench.fixture.task.settings, "other"), "exists");
      },
    },
    "run-bad-key": {
      level: "SHOULD",
      summary: "A key that is not a DNS label is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { run } = await drive(bench);
        for (const key of ["", "../up", "a/b", "x".repeat(64)]) {
          await refused(`Run with key ${JSON.stringify(key)}`, run(key, bench.fixture.task.settings), "invalid");
        }
      },
    },
  },
);
