import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { signalGroup, startTicksOf } from "@gofer/sdk/host";
import type { Logger } from "pino";
import type { ProcessLedger, SpawnedProcess } from "../../ports/plugin-host.js";
import { bootId } from "./process-identity.js";

const termGraceMs = 2000;

/** Ends the plugin processes that an earlier kernel left: exactly those that still are what was recorded. */
export async function reapOrphans(processes: ProcessLedger, log: Logger): Promise<void> {
  const boot = bootId();
  const isAlive = ({ pid, startTicks, bootId: recordedBoot }: SpawnedProcess) =>
    recordedBoot === boot && startTicksOf(pid) === startTicks;
  await Promise.all(
    processes.list().map(async (spawned) => {
      if (isAlive(spawned)) {
        log.warn({ plugin: spawned.alias, pid: spawned.pid }, "ending a plugin process that an earlier kernel left");
        signalGroup(spawned.pid, "SIGTERM");
        for (let waited = 0; waited < termGraceMs && isAlive(spawned); waited += 50) await delay(50);
        if (isAlive(spawned)) signalGroup(spawned.pid, "SIGKILL");
      }
      rmSync(spawned.socketDirectory, { recursive: true, force: true });
      processes.forget(spawned.pid, spawned.startTicks);
    }),
  );
}
