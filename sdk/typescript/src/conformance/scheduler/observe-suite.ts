import { readlinkSync } from "node:fs";
import type { ContainerEvent } from "@gofer/proto";
import type { Bench } from "../bench.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, collect, eventually, first, present, refused, within } from "../check.js";
import { isRunning } from "../plugin-process.js";
import { Nonconformance } from "../verdict.js";
import { driveScheduler, exitOf, isUnknown, type SchedulerClient } from "./driver.js";

/** Events as they come; the stream ends with the case. */
async function watch(bench: Bench, client: SchedulerClient, resumeToken?: Buffer) {
  const stop = new AbortController();
  bench.defer(async () => stop.abort());
  const events: ContainerEvent[] = [];
  let resync = false;
  let token: Buffer = Buffer.alloc(0);
  let failure: unknown;
  let messages = 0;
  const reading = (async () => {
    const stream = client.watchEvents(resumeToken ? { resumeToken } : {}, { signal: stop.signal });
    for await (const message of stream) {
      messages++;
      resync ||= message.resync;
      token = message.resumeToken;
      events.push(...message.events);
    }
  })();
  reading.catch((error: unknown) => (failure = error));
  const seen = async <T>(what: string, ask: () => T | undefined): Promise<T> =>
    eventually(what, () => {
      if (failure !== undefined && !stop.signal.aborted) throw new Nonconformance("WatchEvents broke off");
      return ask();
    });
  await within(
    "WatchEvents sends its first message",
    5000,
    seen("WatchEvents sends its first message", () => messages > 0 || undefined),
  );
  return {
    seen,
    stop: () => stop.abort(),
    get resync() {
      return resync;
    },
    get token() {
      return token;
    },
    kindsOf: (key: string) => events.filter(({ status }) => status?.key === key).map(({ kind }) => kind),
    find: (key: string, kind: ContainerEvent["kind"]) =>
      events.find((event) => event.status?.key === key && event.kind === kind),
  };
}

/** What is told about containers: Inspect, List and WatchEvents. */
export const observeSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "inspect-unknown": {
      summary: "Inspect of an unknown key is NOT_FOUND.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        await refused("Inspect of an unknown key", client.inspect({ key: bench.random.label("nobody") }), "notFound");
      },
    },
    "key-no-label": {
      summary: "A key that is no DNS label is unknown in every call, whatever it would be as a path.",
      run: async (bench) => {
        const { client, script, startOne, inspect } = await driveScheduler(bench);
        const { key } = script("sleep 20");
        await startOne({ ...script("sleep 20"), key });
        for (const odd of [`./${key}`, `${key}/.`, `${key}/../${key}`, `${key}?`, `../tasks/${key}`, "..", ""]) {
          const said = JSON.stringify(odd);
          await refused(`Inspect of ${said}`, client.inspect({ key: odd }), "notFound");
          await refused(`StreamLogs of ${said}`, collect(client.streamLogs({ key: odd, follow: true })), "notFound");
          const { results: stops } = await client.stop({ items: [{ key: odd, graceMs: 0 }] });
          checkEqual(`Stop of ${said}`, stops, [{ key: odd, error: null }]);
          const { results: removals } = await client.remove({ keys: [odd], sandboxes: [] });
          checkEqual(`Remove of ${said}`, removals, [{ key: odd, error: null }]);
        }
        checkEqual(
          "the state of a container whose key was a part of them",
          (await inspect(key)).state,
          "STATE_RUNNING",
        );
      },
    },
    "inspect-running": {
      summary: "A running container is RUNNING with key, spec hash, start time and the name of its object.",
      run: async (bench) => {
        const { startOne, inspect, script } = await driveScheduler(bench);
        const spec = script("sleep 20", { specHash: "hash-of-it" });
        await startOne(spec);
        const { key, specHash, state, startedAtMs, exit, externalName } = await inspect(spec.key);
        checkEqual(
          "the state",
          { key, specHash, state },
          { key: spec.key, specHash: "hash-of-it", state: "STATE_RUNNING" },
        );
        check(startedAtMs > 0, "started_at_ms of a running container is 0");
        check(exit === null || exit === undefined, "a running container has an exit");
        check(externalName !== "", "external_name is empty");
      },
    },
    "inspect-exited": {
      summary: "The exit of an exited container stays as it is until Remove.",
      run: async (bench) => {
        const { startOne, ended, inspect, script } = await driveScheduler(bench);
        const { key } = await startOne(script("exit 9"));
        const before = await ended(key);
        checkEqual("the second answer", await inspect(key), before);
      },
    },
    list: {
      summary: "List tells every container once, running and exited, and agrees with Inspect.",
      run: async (bench) => {
        const { start, ended, list, inspect, script } = await driveScheduler(bench);
        const specs = [script("sleep 20"), script("exit 1"), script("true")];
        await start(...specs);
        await ended(specs[1]?.key ?? "");
        await ended(specs[2]?.key ?? "");
        const all = await list();
        for (const { key } of specs) {
          const entries = all.filter((status) => status.key === key);
          checkEqual(`the number of entries of ${key}`, entries.length, 1);
          checkEqual(`the entry of ${key}`, entries[0], await inspect(key));
        }
      },
    },
    "list-removed": {
      summary: "List does not tell removed containers.",
      run: async (bench) => {
        const { startOne, ended, list, remove, script } = await driveScheduler(bench);
        const { key } = await startOne(script("true"));
        await ended(key);
        await remove(key);
        check(!(await list()).some((status) => status.key === key), `List still tells ${key}`);
      },
    },
    "events-first": {
      summary: "WatchEvents sends its first message at once.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const { resumeToken } = await within(
          "WatchEvents sends its first message",
          3000,
          first("WatchEvents", client.watchEvents({})),
        );
        check(resumeToken.length <= 1024, `a resume token of ${resumeToken.length} bytes, at most 1,024 are allowed`);
      },
    },
    "events-order": {
      summary: "Events of one container come in the order created, started, exited, removed, each once.",
      run: async (bench) => {
        const { client, startOne, remove, script } = await driveScheduler(bench);
        const watcher = await watch(bench, client);
        const { key } = await startOne(script("sleep 1"));
        await watcher.seen(`KIND_EXITED of ${key}`, () => watcher.find(key, "KIND_EXITED"));
        await remove(key);
        await watcher.seen(`KIND_REMOVED of ${key}`, () => watcher.find(key, "KIND_REMOVED"));
        const kinds = watcher.kindsOf(key).filter((kind) => kind !== "KIND_CREATED");
        checkEqual("the events", kinds, ["KIND_STARTED", "KIND_EXITED", "KIND_REMOVED"]);
        const created = watcher.kindsOf(key).indexOf("KIND_CREATED");
        check(created <= 0, "KIND_CREATED comes after another event");
      },
    },
    "events-short": {
      summary: "The events of containers that end at once come complete, too.",
      run: async (bench) => {
        const { client, start, script } = await driveScheduler(bench);
        const watcher = await watch(bench, client);
        const specs = Array.from({ length: 10 }, () => script("true"));
        await start(...specs);
        for (const { key } of specs) {
          await watcher.seen(`KIND_EXITED of ${key}`, () => watcher.find(key, "KIND_EXITED"));
          const kinds = watcher.kindsOf(key).filter((kind) => kind !== "KIND_CREATED");
          checkEqual(`the events of ${key}`, kinds, ["KIND_STARTED", "KIND_EXITED"]);
        }
      },
    },
    "events-exit": {
      summary: "The event of an exit carries the same exit as Inspect.",
      run: async (bench) => {
        const { client, startOne, inspect, script } = await driveScheduler(bench);
        const watcher = await watch(bench, client);
        const { key } = await startOne(script("exit 8"));
        const event = await watcher.seen(`KIND_EXITED of ${key}`, () => watcher.find(key, "KIND_EXITED"));
        checkEqual("the exit of the event", present("its status", event.status).exit, exitOf(await inspect(key)));
      },
    },
    "events-start-error": {
      summary: "A command that cannot be started is told as an exit.",
      run: async (bench) => {
        const { client, startOne, spec } = await driveScheduler(bench);
        const watcher = await watch(bench, client);
        const { key } = await startOne(spec({ command: ["/no/such/program"] }));
        const event = await watcher.seen(`KIND_EXITED of ${key}`, () => watcher.find(key, "KIND_EXITED"));
        checkEqual("the reason", present("its exit", event.status?.exit).reason, "REASON_START_ERROR");
      },
    },
    "events-several-readers": {
      summary: "Every open WatchEvents stream gets the events.",
      run: async (bench) => {
        const { client, startOne, script } = await driveScheduler(bench);
        const watchers = [await watch(bench, client), await watch(bench, client)];
        const { key } = await startOne(script("true"));
        for (const watcher of watchers) {
          await watcher.seen(`KIND_EXITED of ${key} on every stream`, () => watcher.find(key, "KIND_EXITED"));
        }
      },
    },
    "events-resume": {
      summary: "After a break, the resume token brings what was missed, or a resync.",
      run: async (bench) => {
        const { client, startOne, ended, script } = await driveScheduler(bench);
        const before = await watch(bench, client);
        const token = Buffer.from(before.token);
        before.stop();
        const { key } = await startOne(script("true"));
        await ended(key);
        const after = await watch(bench, client, token.length > 0 ? token : undefined);
        await after.seen(
          `KIND_EXITED of ${key} or a resync after a break`,
          () => after.resync || after.find(key, "KIND_EXITED") !== undefined || token.length === 0 || undefined,
        );
      },
    },
    "events-unknown-token": {
      summary: "An unknown resume token brings a resync.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const watcher = await watch(bench, client, bench.random.bytes(24));
        await watcher.seen("a message with resync set", () => watcher.resync || undefined);
      },
    },
    "remove-unknown": {
      summary: "Remove of an unknown key or sandbox is OK.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const key = bench.random.label("nobody");
        const sandbox = bench.random.label("nowhere");
        const { results } = await client.remove({ keys: [key], sandboxes: [sandbox] }, { timeoutMs: 60_000 });
        checkEqual(
          "the results",
          results.map((result) => [result.key, result.error?.code ?? 0]),
          [
            [key, 0],
            [sandbox, 0],
          ],
        );
      },
    },
    "remove-forgets": {
      summary: "After Remove the key is unknown to Inspect and StreamLogs, and Remove may be repeated.",
      run: async (bench) => {
        const { client, startOne, ended, remove, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo gone"));
        await ended(key);
        await remove(key);
        check(await isUnknown(client.inspect({ key })), "Inspect knows a removed container");
        check(
          await isUnknown(first("StreamLogs", client.streamLogs({ key, follow: false }))),
          "StreamLogs knows a removed container",
        );
        await remove(key);
      },
    },
    "remove-running": {
      summary: "Remove of a running container kills it first.",
      run: async (bench) => {
        const { client, startOne, outputSoFar, hasWritten, remove, script } = await driveScheduler(bench);
        const { key } = await startOne(script('echo "$(readlink /proc/self/ns/pid) $$ ready"; sleep 300'));
        await hasWritten(key, "ready");
        const [namespace = "", pid = ""] = (await outputSoFar(key)).stdout.toString().split(" ");
        await remove(key);
        check(await isUnknown(client.inspect({ key })), "Inspect knows a removed container");
        await checkGone(namespace, pid);
      },
    },
  },
);

/** A process is looked for where it can be seen: when the container shares our process namespace. */
async function checkGone(namespace: string, pid: string): Promise<void> {
  if (namespace !== ownNamespace()) return;
  await eventually(`process ${pid} of a removed container ends`, () => !isRunning(Number(pid)) || undefined, 5000);
}

function ownNamespace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}
