import { defineSuite } from "../case.js";
import { check, checkEqual, describeError } from "../check.js";
import { type Driver, driveScheduler, exitOf } from "./driver.js";

async function stop({ client }: Driver, key: string, graceMs: number, signal = ""): Promise<void> {
  const { results } = await client.stop({ items: [{ key, signal, graceMs }] }, { timeoutMs: 30_000 });
  checkEqual(
    "the results of Stop",
    results.map((result) => [result.key, result.error?.code ?? 0]),
    [[key, 0]],
  );
}

/** How containers are ended. */
export const stopSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    stop: {
      summary: "Stop sends SIGTERM, and the exit is told with reason STOPPED and the command's exit code.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(
          driver.script("trap 'exit 3' TERM; echo ready; while :; do sleep 1; done"),
        );
        await driver.hasWritten(key, "ready");
        await stop(driver, key, 20_000);
        const { reason, exitCode } = exitOf(await driver.ended(key));
        checkEqual("the exit", { reason, exitCode }, { reason: "REASON_STOPPED", exitCode: 3 });
      },
    },
    "stop-signal": {
      summary: "Stop sends the signal that it names.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        for (const [signal, exitCode] of [
          ["SIGINT", 4],
          ["SIGUSR1", 5],
        ] as const) {
          const name = signal.slice(3);
          const { key } = await driver.startOne(
            driver.script(`trap 'exit ${exitCode}' ${name}; echo ready; while :; do sleep 1; done`),
          );
          await driver.hasWritten(key, "ready");
          await stop(driver, key, 10_000, signal);
          checkEqual(`the exit code after ${signal}`, exitOf(await driver.ended(key)).exitCode, exitCode);
        }
      },
    },
    "stop-signal-of-spec": {
      summary: "Stop without a signal sends the spec's.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(
          driver.script("trap 'exit 6' USR2; echo ready; while :; do sleep 1; done", { stopSignal: "SIGUSR2" }),
        );
        await driver.hasWritten(key, "ready");
        await stop(driver, key, 10_000);
        checkEqual("the exit code", exitOf(await driver.ended(key)).exitCode, 6);
      },
    },
    "stop-unknown-signal": {
      level: "SHOULD",
      summary: "A signal that does not exist is refused.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("sleep 20"));
        const items = [{ key, signal: "SIGNOTHING", graceMs: 1000 }];
        const answer = await driver.client
          .stop({ items })
          .then(({ results }) => results[0]?.error?.code, describeError);
        checkEqual("the code", answer, 3);
      },
    },
    "stop-grace": {
      summary: "A container that ignores the signal is killed when the grace time is over, and not before.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("trap '' TERM; echo ready; while :; do sleep 1; done"));
        await driver.hasWritten(key, "ready");
        const began = Date.now();
        await stop(driver, key, 1500);
        const { reason, finishedAtMs } = exitOf(await driver.ended(key, 20_000));
        checkEqual("the reason", reason, "REASON_STOPPED");
        check(
          finishedAtMs - began > 1000,
          `it was killed after ${finishedAtMs - began} ms, the grace time is 1,500 ms`,
        );
      },
    },
    "stop-at-once": {
      summary: "A grace time of 0 kills at once.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("trap '' TERM; echo ready; while :; do sleep 1; done"));
        await driver.hasWritten(key, "ready");
        await stop(driver, key, 0);
        checkEqual("the reason", exitOf(await driver.ended(key, 10_000)).reason, "REASON_STOPPED");
      },
    },
    "stop-answers-early": {
      summary: "Stop answers when the signals are sent, not when the containers have ended.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("trap '' TERM; echo ready; while :; do sleep 1; done"));
        await driver.hasWritten(key, "ready");
        const began = Date.now();
        await stop(driver, key, 25_000);
        check(Date.now() - began < 10_000, `Stop with a grace time of 25 s took ${Date.now() - began} ms`);
      },
    },
    "stop-unknown": {
      summary: "Stop of an unknown container is OK.",
      run: async (bench) => stop(await driveScheduler(bench), bench.random.label("nobody"), 1000),
    },
    "stop-exited": {
      summary: "Stop of an exited container is OK and changes nothing about its end.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("exit 7"));
        const before = await driver.ended(key);
        await stop(driver, key, 0);
        checkEqual("the state after it", await driver.inspect(key), before);
      },
    },
    "stop-repeat": {
      summary: "Stop may be repeated, and a shorter grace time counts.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("trap '' TERM; echo ready; while :; do sleep 1; done"));
        await driver.hasWritten(key, "ready");
        await stop(driver, key, 60_000);
        await stop(driver, key, 0);
        checkEqual("the reason", exitOf(await driver.ended(key, 10_000)).reason, "REASON_STOPPED");
      },
    },
    "stop-batch": {
      summary: "A batch of stops has one result per item, in order.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const specs = [driver.script("sleep 30"), driver.script("sleep 30")];
        await driver.start(...specs);
        const keys = [specs[0]?.key ?? "", bench.random.label("nobody"), specs[1]?.key ?? ""];
        const { results } = await driver.client.stop({ items: keys.map((key) => ({ key, signal: "", graceMs: 0 })) });
        checkEqual(
          "the results",
          results.map(({ key, error }) => [key, error?.code ?? 0]),
          keys.map((key) => [key, 0]),
        );
        for (const { key } of specs) checkEqual("the reason", exitOf(await driver.ended(key)).reason, "REASON_STOPPED");
      },
    },
    "stop-keeps-output": {
      summary: "What a container writes while it is being stopped is there.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(
          driver.script("trap 'echo good bye; exit 0' TERM; echo ready; while :; do sleep 1; done"),
        );
        await driver.hasWritten(key, "ready");
        await stop(driver, key, 20_000);
        checkEqual("the output", (await driver.output(key)).stdout.toString(), "ready\ngood bye\n");
      },
    },
  },
);
