import { setTimeout as delay } from "node:timers/promises";
import { defineSuite } from "../case.js";
import { check, checkEqual, present } from "../check.js";
import { codeOf, driveScheduler, exitOf, itemCode } from "./driver.js";

/** How containers are started, once each, and what is told of their end. */
export const startSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "start-exit-0": {
      summary: "A command that ends well is EXITED with reason EXITED and exit code 0.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const { key } = await startOne(script("true"));
        const { reason, exitCode, signal } = exitOf(await ended(key));
        checkEqual("the exit", { reason, exitCode, signal }, { reason: "REASON_EXITED", exitCode: 0, signal: "" });
      },
    },
    "start-exit-code": {
      summary: "The exit code is the command's.",
      run: async (bench) => {
        const { start, ended, script } = await driveScheduler(bench);
        const codes = [1, 7, 125, 255];
        const started = await start(...codes.map((code) => script(`exit ${code}`)));
        for (const [index, { key }] of started.entries()) {
          const { reason, exitCode } = exitOf(await ended(key));
          checkEqual("the exit", { reason, exitCode }, { reason: "REASON_EXITED", exitCode: codes[index] });
        }
      },
    },
    "start-exit-signal": {
      summary: "A death by a signal is reason SIGNALED with the signal's name.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const { key } = await startOne(script("[ $$ -eq 1 ] && exit 42; kill -KILL $$"));
        const { reason, signal, exitCode } = exitOf(await ended(key));
        // The first process of a namespace cannot be killed from inside it (pid_namespaces(7)).
        if (exitCode === 42)
          return bench.skip("the main process of a container is its first: no signal from inside ends it");
        checkEqual("the exit", { reason, signal }, { reason: "REASON_SIGNALED", signal: "SIGKILL" });
      },
    },
    "start-exit-code-above-128": {
      level: "SHOULD",
      summary: "An exit code above 128 is an exit code, not a signal.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const { key } = await startOne(script("exit 137"));
        const { reason, exitCode } = exitOf(await ended(key));
        checkEqual("the exit", { reason, exitCode }, { reason: "REASON_EXITED", exitCode: 137 });
      },
    },
    "start-times": {
      summary: "The start is not after the end, and both are times of this clock.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const before = Date.now() - 5000;
        const { key } = await startOne(script("sleep 1"));
        const { startedAtMs, finishedAtMs } = exitOf(await ended(key));
        const after = Date.now() + 5000;
        check(
          before <= startedAtMs && startedAtMs <= finishedAtMs && finishedAtMs <= after,
          `started ${startedAtMs}, finished ${finishedAtMs}: expected in order between ${before} and ${after}`,
        );
        check(finishedAtMs - startedAtMs >= 900, `sleep 1 took ${finishedAtMs - startedAtMs} ms`);
      },
    },
    "start-order": {
      summary: "Results come one per item, in the order of the request.",
      run: async (bench) => {
        const { start, script } = await driveScheduler(bench);
        const specs = [script("sleep 1"), script("true"), script("exit 3"), script("true")];
        const started = await start(...specs);
        checkEqual(
          "the keys of the results",
          started.map(({ key }) => key),
          specs.map(({ key }) => key),
        );
      },
    },
    "start-batch": {
      summary: "A batch of 25 containers starts, and each ends with its own result.",
      run: async (bench) => {
        const { start, ended, script } = await driveScheduler(bench);
        const specs = Array.from({ length: 25 }, (_, index) => script(`exit ${index}`));
        for (const [index, { key }] of (await start(...specs)).entries()) {
          checkEqual(`the exit code of item ${index}`, exitOf(await ended(key)).exitCode, index);
        }
      },
    },
    "start-batch-independent": {
      summary: "A refused item does not hinder the others, and the RPC itself succeeds.",
      run: async (bench) => {
        const { tryStart, ended, script } = await driveScheduler(bench);
        const good = script("exit 4");
        const [bad, taken] = await tryStart({ ...script("true"), key: "Not A Label" }, good);
        checkEqual("the code of the bad item", codeOf(present("the first result", bad)), itemCode.invalid);
        checkEqual("the code of the good item", codeOf(present("the second result", taken)), 0);
        checkEqual("the exit code of the good item", exitOf(await ended(good.key)).exitCode, 4);
      },
    },
    "start-empty-batch": {
      summary: "A batch without items has no results.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        checkEqual("the results", (await client.start({ containers: [] })).results, []);
      },
    },
    "start-concurrent-items": {
      level: "SHOULD",
      summary: "Items of one batch are worked on at once: Start does not wait for the containers to end.",
      run: async (bench) => {
        const { start, script } = await driveScheduler(bench);
        const specs = Array.from({ length: 5 }, () => script("sleep 20"));
        const began = Date.now();
        await start(...specs);
        check(Date.now() - began < 15_000, `Start of five sleeping containers took ${Date.now() - began} ms`);
      },
    },
    "start-key-63": {
      summary: "A key of 63 characters is taken.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const key = bench.random.label("k").padEnd(63, "x");
        await startOne({ ...script("exit 2"), key });
        checkEqual("the exit code", exitOf(await ended(key)).exitCode, 2);
      },
    },
    "start-bad-key": {
      summary: "A key that is not a DNS label is an item with INVALID_ARGUMENT.",
      run: async (bench) => {
        const { tryStart, script } = await driveScheduler(bench);
        for (const key of ["", "UPPER", "a_b", "../up", "a/b", "-a", "x".repeat(64)]) {
          const [result] = await tryStart({ ...script("true"), key });
          checkEqual(
            `the code for key ${JSON.stringify(key)}`,
            codeOf(present("the result", result)),
            itemCode.invalid,
          );
        }
      },
    },
    "start-repeat-running": {
      summary: "Start of a running container with the same hash gives the same answer and starts nothing.",
      run: async (bench) => {
        const { startOne, ended, output, script } = await driveScheduler(bench);
        const spec = script("echo once; sleep 2");
        const first = await startOne(spec);
        const again = await startOne(spec);
        checkEqual("the start time of the second answer", again.startedAtMs, first.startedAtMs);
        await ended(spec.key);
        checkEqual("the output", (await output(spec.key)).stdout.toString(), "once\n");
      },
    },
    "start-repeat-exited": {
      summary: "An exited container is not started again and not made anew: Start tells how it ended.",
      run: async (bench) => {
        const { startOne, ended, output, inspect, script } = await driveScheduler(bench);
        const spec = script("echo once; exit 6");
        await startOne(spec);
        const before = await ended(spec.key);
        const again = await startOne(spec);
        checkEqual("the state in the second answer", again.state, "STATE_EXITED");
        checkEqual("the exit in the second answer", again.exit, before.exit);
        // A second execution would need a moment to show.
        await delay(300);
        checkEqual("the exit after it", (await inspect(spec.key)).exit, before.exit);
        checkEqual("the output", (await output(spec.key)).stdout.toString(), "once\n");
      },
    },
    "start-repeat-at-once": {
      summary: "Concurrent Start calls with one key start one container.",
      run: async (bench) => {
        const { tryStart, ended, output, script } = await driveScheduler(bench);
        const spec = script("echo once; sleep 1");
        const results = (await Promise.all([1, 2, 3, 4].map(() => tryStart(spec)))).flat();
        const codes = results.map(codeOf).filter((code) => code !== 0 && code !== itemCode.aborted);
        checkEqual("the codes other than OK and ABORTED", codes, []);
        await ended(spec.key);
        checkEqual("the output", (await output(spec.key)).stdout.toString(), "once\n");
      },
    },
    "start-other-hash": {
      summary: "A known key with another spec hash is ALREADY_EXISTS, and the container is left alone.",
      run: async (bench) => {
        const { startOne, tryStart, ended, output, script } = await driveScheduler(bench);
        const spec = script("echo mine; sleep 1");
        await startOne(spec);
        const [running] = await tryStart({ ...spec, specHash: "other", command: ["sh", "-c", "echo yours"] });
        checkEqual("the code while it runs", codeOf(present("the result", running)), itemCode.exists);
        await ended(spec.key);
        const [exited] = await tryStart({ ...spec, specHash: "other", command: ["sh", "-c", "echo yours"] });
        checkEqual("the code after its end", codeOf(present("the result", exited)), itemCode.exists);
        checkEqual("the output", (await output(spec.key)).stdout.toString(), "mine\n");
      },
    },
    "start-command-not-found": {
      summary: "A command that does not exist is no error: EXITED, START_ERROR, exit code 127.",
      run: async (bench) => {
        const { startOne, ended, spec } = await driveScheduler(bench);
        const { key } = await startOne(spec({ command: ["/no/such/program"] }));
        const { reason, exitCode } = exitOf(await ended(key));
        checkEqual("the exit", { reason, exitCode }, { reason: "REASON_START_ERROR", exitCode: 127 });
      },
    },
    "start-command-not-executable": {
      summary: "A command that is not executable is no error: EXITED, START_ERROR, exit code 126.",
      run: async (bench) => {
        const { startOne, ended, spec } = await driveScheduler(bench);
        const { key } = await startOne(spec({ command: ["/etc/passwd"] }));
        const { reason, exitCode } = exitOf(await ended(key));
        checkEqual("the exit", { reason, exitCode }, { reason: "REASON_START_ERROR", exitCode: 126 });
      },
    },
    "start-start-error-repeat": {
      summary: "A container that could not be started is not tried again by a second Start.",
      run: async (bench) => {
        const { startOne, ended, spec } = await driveScheduler(bench);
        const one = spec({ command: ["/no/such/program"] });
        await startOne(one);
        const before = await ended(one.key);
        checkEqual("the second answer", (await startOne(one)).exit, before.exit);
      },
    },
  },
);
