import { EventEmitter } from "node:events";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Installation, PluginHost, PluginSnapshot, ProcessLedger } from "../../ports/plugin-host.js";
import { PluginOutput } from "./plugin-output.js";
import { reapOrphans } from "./reap.js";
import { defaultTiming, type SupervisionTiming, Supervisor } from "./supervisor.js";

export interface PluginHostOptions {
  readonly installations: readonly Installation[];
  /** A short directory with mode 0700. */
  readonly socketRoot: string;
  readonly dataRoot: string;
  readonly logDirectory: string;
  /** Identity of this kernel; with the alias it labels what plugins create. */
  readonly installationPrefix: string;
  readonly kernelVersion: string;
  readonly log: Logger;
  readonly processes: ProcessLedger;
  /** Differences from the default timing. */
  readonly timing?: Partial<SupervisionTiming>;
}

/** Ends what an earlier kernel left, then starts all plugins at once and returns: nothing waits for one of them. */
export async function openPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const { installations, logDirectory } = options;
  const timing = { ...defaultTiming, ...options.timing };
  await reapOrphans(options.processes, options.log);
  const changes = new EventEmitter().setMaxListeners(0);
  const supervisors = new Map<string, Supervisor>();
  for (const installation of [...installations].sort((a, b) => (a.alias < b.alias ? -1 : 1))) {
    const { alias } = installation;
    if (supervisors.has(alias)) throw new Fault("exists", `plugin "${alias}" is installed twice`);
    const output = new PluginOutput(join(logDirectory, `${alias}.log`));
    const onChange = () => changes.emit("change", supervisors.get(alias)?.snapshot);
    supervisors.set(alias, new Supervisor({ ...options, installation, output, timing, onChange }));
  }
  for (const supervisor of supervisors.values()) supervisor.start();

  return {
    list: () => [...supervisors.values()].map(({ snapshot }) => snapshot),
    find: (alias) => supervisors.get(alias)?.snapshot,
    crashes: (alias) => supervisors.get(alias)?.crashes ?? [],
    connection: (alias) => supervisors.get(alias)?.connection,
    onChange: (listener: (plugin: PluginSnapshot) => void) => {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
    async *logs(alias, reading) {
      const supervisor = supervisors.get(alias);
      if (supervisor) yield* supervisor.output.read(reading);
    },
    changeSecrets: async (alias, change) => {
      const supervisor = supervisors.get(alias);
      if (!supervisor)
        throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
      await supervisor.changeSecrets(change);
    },
    settled: async () => void (await Promise.all([...supervisors.values()].map(({ settled }) => settled))),
    [Symbol.asyncDispose]: async () =>
      void (await Promise.all([...supervisors.values()].map((supervisor) => supervisor.dispose()))),
  };
}
