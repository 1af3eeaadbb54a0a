import { setTimeout as delay } from "node:timers/promises";
import { type ContainerStatus, GrpcController } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, within } from "../check.js";
import { driveScheduler, exitOf } from "./driver.js";

/** The same end. Its times may be told a little differently by a live event and by a look at the backend. */
function checkSameExit(what: string, actual: ContainerStatus, expected: ContainerStatus): void {
  const [one, other] = [exitOf(actual), exitOf(expected)];
  const facts = ({ reason, exitCode, signal }: typeof one) => ({ reason, exitCode, signal });
  checkEqual(what, facts(one), facts(other));
  const apartMs = Math.abs(one.finishedAtMs - other.finishedAtMs);
  check(apartMs < 1000, `${what} was ${apartMs} ms earlier or later than before`);
}

/** What survives the plugin, and what belongs to whom. */
export const recoverySuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "recover-running": {
      summary: "After SIGKILL of the plugin a new process finds the running container, its exit and all its output.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo begin; sleep 3; echo end; exit 5");
        const { startedAtMs } = await before.startOne(spec);
        await before.hasWritten(spec.key, "begin");
        await bench.restart();
        const after = await driveScheduler(bench);
        const listed = (await after.list()).find(({ key }) => key === spec.key);
        checkEqual("the spec hash that List tells", listed?.specHash, spec.specHash);
        const status = await after.ended(spec.key);
        checkEqual("the exit code", exitOf(status).exitCode, 5);
        check(
          Math.abs(status.startedAtMs - startedAtMs) < 1000,
          `the start time was ${startedAtMs} and is now ${status.startedAtMs}`,
        );
        checkEqual("the output", (await after.output(spec.key)).stdout.toString(), "begin\nend\n");
      },
    },
    "recover-exited-while-away": {
      summary: "A container that ended while the plugin was dead keeps its exit code and its last output.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo begin; sleep 1; printf end; exit 6");
        await before.startOne(spec);
        await bench.crash();
        await delay(1500);
        const after = await driveScheduler(bench);
        checkEqual("the exit code", exitOf(await after.ended(spec.key)).exitCode, 6);
        checkEqual("the output", (await after.output(spec.key)).stdout.toString(), "begin\nend");
      },
    },
    "recover-exited": {
      summary: "The exit of a container survives the plugin, and Start does not start it again.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo once; exit 4");
        await before.startOne(spec);
        const status = await before.ended(spec.key);
        await bench.restart();
        const after = await driveScheduler(bench);
        checkSameExit("the exit after the restart", await after.inspect(spec.key), status);
        checkSameExit("the exit in the answer to Start", await after.startOne(spec), status);
        checkEqual("the output", (await after.output(spec.key)).stdout.toString(), "once\n");
      },
    },
    "recover-start-running": {
      summary: "Start of a container that a dead plugin process started gives the same answer and starts nothing.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo once; sleep 3");
        await before.startOne(spec);
        await bench.restart();
        const after = await driveScheduler(bench);
        checkEqual("the key in the answer", (await after.startOne(spec)).key, spec.key);
        await after.ended(spec.key);
        checkEqual("the output", (await after.output(spec.key)).stdout.toString(), "once\n");
      },
    },
    "recover-other-hash": {
      summary: "The spec hash survives the plugin: another one is still ALREADY_EXISTS.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("sleep 20");
        await before.startOne(spec);
        await bench.restart();
        const after = await driveScheduler(bench);
        const [result] = await after.tryStart({ ...spec, specHash: "other" });
        checkEqual("the code", result?.error?.code, 6);
      },
    },
    "recover-log-cursor": {
      summary: "A cursor stays valid when the plugin is killed and started again.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo one; echo two >&2; sleep 3; echo three");
        await before.startOne(spec);
        await before.hasWritten(spec.key, "one");
        await before.hasWritten(spec.key, "two");
        const { chunks } = await before.outputSoFar(spec.key);
        const cursor = chunks.at(-1)?.cursor;
        await bench.restart();
        const after = await driveScheduler(bench);
        const rest = await after.output(spec.key, cursor);
        checkEqual(
          "the output after the cursor",
          { stdout: rest.stdout.toString(), stderr: rest.stderr.toString() },
          { stdout: "three\n", stderr: "" },
        );
      },
    },
    "recover-stop": {
      summary: "A container that a dead plugin process started can be stopped and removed.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("sleep 300");
        await before.startOne(spec);
        await bench.restart();
        const after = await driveScheduler(bench);
        await after.client.stop({ items: [{ key: spec.key, signal: "", graceMs: 0 }] });
        checkEqual("the reason", exitOf(await after.ended(spec.key)).reason, "REASON_STOPPED");
        await after.remove(spec.key);
        check(!(await after.list()).some(({ key }) => key === spec.key), "List tells a removed container");
      },
    },
    "recover-removed": {
      summary: "A removed container does not come back when the plugin is started again.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("true");
        await before.startOne(spec);
        await before.ended(spec.key);
        await before.remove(spec.key);
        await bench.restart();
        const after = await driveScheduler(bench);
        check(!(await after.list()).some(({ key }) => key === spec.key), "List tells a removed container");
      },
    },
    "recover-resync": {
      summary: "A resume token of a dead plugin process brings what was missed, or a resync.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        let token: Buffer = Buffer.alloc(0);
        for await (const { resumeToken } of before.client.watchEvents({})) {
          token = resumeToken;
          break;
        }
        if (token.length === 0) return bench.skip("the plugin gives no resume tokens");
        const spec = before.script("sleep 1");
        await before.startOne(spec);
        await bench.crash();
        await delay(1200);
        const { client } = await driveScheduler(bench);
        const told = (async () => {
          for await (const { resync, events } of client.watchEvents({ resumeToken: token })) {
            if (resync || events.some(({ status }) => status?.key === spec.key)) return;
          }
        })();
        await within("a resync, or the exit that was missed", 10_000, told);
      },
    },
    "recover-wall-time": {
      level: "SHOULD",
      summary: "The wall time goes on while the plugin is dead.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("sleep 60", { limits: { wallTimeMs: 2000 } });
        const [result] = await before.tryStart(spec);
        const told = result?.started?.enforcements.find(({ limit }) => limit === "wall_time_ms");
        if (told?.kind === "KIND_IGNORED") return bench.skip("wall_time_ms is IGNORED");
        await bench.restart();
        const after = await driveScheduler(bench);
        checkEqual("the reason", exitOf(await after.ended(spec.key, 20_000)).reason, "REASON_TIMEOUT");
      },
    },
    "recover-shutdown": {
      summary: "Containers outlive an orderly end of the plugin: Drain and Shutdown stop none of them.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("sleep 3; echo alive; exit 2");
        await before.startOne(spec);
        const plugin = await bench.plugin();
        await plugin.base.drain({ drainTimeoutMs: 1000 }, { timeoutMs: 6000 });
        await plugin
          .client(GrpcController)
          .shutdown({}, { timeoutMs: 5000 })
          .catch(() => undefined);
        await within("the plugin ends", 10_000, plugin.process().exited);
        await bench.reopen();
        const after = await driveScheduler(bench);
        checkEqual("the exit code", exitOf(await after.ended(spec.key)).exitCode, 2);
        checkEqual("the output", (await after.output(spec.key)).stdout.toString(), "alive\n");
      },
    },
    "other-installation": {
      summary: "Two installations on one backend do not see each other's containers, whatever the keys are.",
      run: async (bench) => {
        const mine = await driveScheduler(bench);
        const neighbour = await bench.launch();
        await bench.configure(neighbour);
        const theirs = await driveScheduler(bench, neighbour);
        const spec = mine.script("echo mine; sleep 2");
        await mine.startOne(spec);
        check(
          !(await theirs.list()).some(({ key }) => key === spec.key),
          "List tells another installation's container",
        );
        const same = { ...spec, specHash: "other", command: ["sh", "-c", "echo theirs"] };
        await theirs.startOne(same);
        await theirs.ended(spec.key);
        checkEqual("their output", (await theirs.output(spec.key)).stdout.toString(), "theirs\n");
        await theirs.client.stop({ items: [{ key: spec.key, signal: "", graceMs: 0 }] });
        await theirs.remove(spec.key);
        checkEqual("my state after their Remove", (await mine.inspect(spec.key)).key, spec.key);
        checkEqual("my exit code", exitOf(await mine.ended(spec.key)).exitCode, 0);
        checkEqual("my output", (await mine.output(spec.key)).stdout.toString(), "mine\n");
      },
    },
  },
);
