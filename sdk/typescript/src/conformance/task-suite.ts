import { setTimeout as delay } from "node:timers/promises";
import { Task, type TaskDefinition, type TaskEvent, type TaskHandlers } from "@gofer/proto";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ServiceClient } from "../rpc/index.js";
import type { Bench } from "./bench.js";
import { defineSuite } from "./case.js";
import { check, checkEqual, collect, describeError, eventually, present, refused, within } from "./check.js";
import { Nonconformance } from "./verdict.js";

type Client = ServiceClient<TaskHandlers, TaskDefinition>;
type Settings = Readonly<Record<string, string>>;

/** Does with common tasks what a kernel does. What it starts is cancelled and forgotten after the case. */
async function drive(bench: Bench) {
  const client = (await bench.plugin()).client(Task);
  const request = (key: string, settings: Settings, specHash = "one") => ({
    key,
    specHash,
    settings: { ...settings },
    variables: { GOFER_CONFORMANCE: "yes" },
    origin: { namespace: "default", pipelineId: "conformance", runId: 1, taskId: "task" },
  });
  const newKey = () => {
    const key = bench.random.label("t");
    bench.defer(async () => {
      const cleaner = (await bench.plugin()).client(Task);
      await cleaner.cancel({ key });
      await cleaner.forget({ keys: [key] });
    });
    return key;
  };
  return {
    client,
    newKey,
    request,
    /** All events of an execution, up to its result. */
    run: (key: string, settings: Settings, specHash?: string) =>
      events(client.run(request(key, settings, specHash), { timeoutMs: 60_000 })),
    attach: (key: string, cursor?: Buffer) =>
      events(client.attach({ key, ...(cursor ? { cursor } : {}) }, { timeoutMs: 60_000 })),
    /** Starts an execution and reads its first event; the stream is then broken off. */
    begin: async (key: string, settings: Settings) => {
      const stop = new AbortController();
      const stream = client.run(request(key, settings), { signal: stop.signal });
      const begun = (async () => {
        for await (const _message of stream) return;
      })();
      // An execution that says nothing yet has begun, too: it can be joined.
      await Promise.race([begun, eventually(`${key} can be joined`, () => isKnown(client, key))]);
      stop.abort();
      await begun.catch(() => undefined);
    },
  };
}

/** True when the key can be joined; undefined when it is unknown. */
async function isKnown(client: Client, key: string): Promise<true | undefined> {
  const stop = new AbortController();
  const answered = (async () => {
    try {
      for await (const _message of client.attach({ key }, { signal: stop.signal })) return true;
      return true;
    } catch (error) {
      if (stop.signal.aborted) return true;
      if (describeError(error).startsWith("NOT_FOUND")) return undefined;
      throw error;
    }
  })();
  const timer = setTimeout(() => stop.abort(), 300);
  try {
    return await answered;
  } finally {
    clearTimeout(timer);
  }
}

/** The events up to the result. A case may look at them later: a failure by then is no uncaught one. */
function events(stream: AsyncIterable<{ event: TaskEvent | null }>): Promise<readonly TaskEvent[]> {
  const all = within("the execution ends", 60_000, collect(stream)).then((messages) =>
    messages.map(({ event }) => present("the event of a message", event)).filter(({ heartbeat }) => !heartbeat),
  );
  all.catch(() => undefined);
  return all;
}

function resultOf(all: readonly TaskEvent[]): NonNullable<TaskEvent["result"]> {
  const early = all.slice(0, -1).some(({ result }) => result);
  if (early) throw new Nonconformance("an event comes after the result");
  return present("the result in the last event", all.at(-1)?.result);
}

function logOf(all: readonly TaskEvent[]): string {
  return all.map(({ log }) => log?.data.toString("latin1") ?? "").join("");
}

/** What a joiner must see the same: the log and the result, whatever the messages are. */
function story(all: readonly TaskEvent[]) {
  const { kind, message, outputs } = resultOf(all);
  return { log: logOf(all), kind, message, outputs };
}

async function endless(bench: Bench): Promise<Settings> {
  return bench.fixture.task.endlessSettings ?? bench.skip("the fixture names no task.endlessSettings");
}

/** The task role. */
export const taskSuite = defineSuite(
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
    "recover-ended": {
      summary: "The result of an execution survives SIGKILL of the plugin until Forget.",
      run: async (bench) => {
        const before = await drive(bench);
        const key = before.newKey();
        const result = resultOf(await before.run(key, bench.fixture.task.settings));
        await bench.restart();
        const after = await drive(bench);
        checkEqual("the result after the restart", resultOf(await after.attach(key)), result);
        checkEqual("the result that Run joins", resultOf(await after.run(key, bench.fixture.task.settings)), result);
      },
    },
    "recover-running": {
      summary:
        "After SIGKILL of the plugin an execution that went on is LOST, or goes on when RESUMABLE; it is not run again.",
      run: async (bench) => {
        const settings = await endless(bench);
        const before = await drive(bench);
        const key = before.newKey();
        await before.begin(key, settings);
        await bench.restart();
        const plugin = await bench.plugin();
        const { contracts } = await plugin.base.getInfo({});
        const resumable = contracts.some(
          ({ name, features }) => name === "gofer.task.v1" && features.includes("RESUMABLE"),
        );
        const after = await drive(bench);
        if (resumable) {
          const joined = after.attach(key);
          await after.client.cancel({ key });
          checkEqual("the kind of the result", resultOf(await joined).kind, "KIND_CANCELLED");
          return;
        }
        checkEqual("the kind of the result", resultOf(await after.attach(key)).kind, "KIND_LOST");
        checkEqual("the kind that Run tells", resultOf(await after.run(key, settings)).kind, "KIND_LOST");
      },
    },
    "keeps-secrets": {
      summary: "Values of settings and variables are not written to the plugin's output, nor told in errors.",
      run: async (bench) => {
        const { client, newKey, request } = await drive(bench);
        const { secretSetting, settings } = bench.fixture.task;
        const canary = bench.canary();
        const secret = secretSetting === undefined ? settings : { ...settings, [secretSetting]: canary };
        const answers: string[] = [];
        for (const hash of ["one", "other"]) {
          const key = newKey();
          const run = client.run(
            { ...request(key, secret, hash), variables: { TOKEN: canary } },
            { timeoutMs: 30_000 },
          );
          answers.push(await collect(run).then(() => "", describeError));
          answers.push(
            await collect(client.run({ ...request(key, secret, "third"), variables: { TOKEN: canary } })).then(
              () => "",
              describeError,
            ),
          );
        }
        bench.checkSecrecy(...answers);
      },
    },
  },
);
