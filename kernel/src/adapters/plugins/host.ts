import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { globalSecretsIn } from "../../app/config-references.js";
import type { Installation, PluginCrash, PluginHost, PluginSnapshot, ProcessLedger } from "../../ports/plugin-host.js";
import { type ContainerScheduler, resolveImage, schedulerFor } from "./container.js";
import { removeLeftovers } from "./leftovers.js";
import { PluginOutput } from "./plugin-output.js";
import { probe } from "./probe.js";
import { reapOrphans } from "./reap.js";
import { Supervisor, type SupervisorOptions } from "./supervisor.js";
import { defaultTiming, type SupervisionTiming } from "./timing.js";

export interface PluginHostOptions {
  readonly installations: readonly Installation[];
  /** A short directory with mode 0700. */
  readonly socketRoot: string;
  readonly dataRoot: string;
  readonly logDirectory: string;
  /** Identity of this kernel; with the alias it labels what plugins create. */
  readonly installationPrefix: string;
  readonly kernelVersion: string;
  readonly kernelAccess: SupervisorOptions["kernelAccess"];
  readonly clientCertificate: SupervisorOptions["clientCertificate"];
  /** Alias of the scheduler in use: plugins that are images run there. */
  readonly scheduler: () => string;
  readonly resolveConfig: SupervisorOptions["resolveConfig"];
  readonly log: Logger;
  readonly processes: ProcessLedger;
  /** Differences from the default timing. */
  readonly timing?: Partial<SupervisionTiming>;
}

/** An installation while the kernel runs: what it wrote and how it ended outlive its generations. */
interface Slot {
  current: Supervisor;
  readonly output: PluginOutput;
  readonly crashes: PluginCrash[];
}

/** Ends what an earlier kernel left, then starts all plugins at once and returns: nothing waits for one of them. */
export async function openPluginHost({ scheduler: schedulerInUse, ...given }: PluginHostOptions): Promise<PluginHost> {
  const wanted = new Set<string>();
  const stopping = new AbortController();
  const containerScheduler = (alias: string): ContainerScheduler | undefined => {
    const connection = slots.get(alias)?.current.connection;
    if (!connection?.scheduler) return undefined;
    const { scheduler: client, closed } = connection;
    return { alias, client, closed, wanted, features: connection.features("scheduler") };
  };
  const options = { ...given, scheduler: () => containerScheduler(schedulerInUse()) };
  const { installations, logDirectory } = options;
  const timing = { ...defaultTiming, ...options.timing };
  await reapOrphans(options.processes, options.log);
  const changes = new EventEmitter().setMaxListeners(0);
  const slots = new Map<string, Slot>();
  /** Generations that are not, or no longer, the current one of a slot: they end with the host. */
  const beside = new Set<Supervisor>();

  const outputOf = (alias: string) => new PluginOutput(join(logDirectory, `${alias}.log`));
  /** The change of any generation is told as what the installation is now. */
  const tell = (alias: string) => {
    const slot = slots.get(alias);
    if (slot) changes.emit("change", slot.current.snapshot);
  };
  const supervise = (installation: Installation, kept: Pick<Slot, "output" | "crashes">, onChange: () => void) =>
    new Supervisor({ ...options, installation, output: kept.output, crashes: kept.crashes, timing, onChange });
  const add = (installation: Installation, kept: Pick<Slot, "output" | "crashes">) => {
    const { alias } = installation;
    const current = supervise(installation, kept, () => tell(alias));
    slots.set(alias, { ...kept, current });
    return current;
  };
  const end = async (supervisor: Supervisor) => {
    beside.add(supervisor);
    await supervisor.dispose();
    beside.delete(supervisor);
  };
  const retire = async (supervisor: Supervisor) => {
    beside.add(supervisor);
    await supervisor.retire();
    beside.delete(supervisor);
  };
  /** Those that are replaced and end their work go with the one that is there. */
  const endAll = async (alias: string) => {
    const current = slots.get(alias)?.current;
    const all = [...beside].filter(({ installation }) => installation.alias === alias);
    if (current) all.push(current);
    await Promise.all(all.map((supervisor) => supervisor.dispose()));
  };

  for (const installation of [...installations].sort((a, b) => (a.alias < b.alias ? -1 : 1))) {
    const { alias } = installation;
    if (slots.has(alias)) throw new Fault("exists", `plugin "${alias}" is installed twice`);
    add(installation, { output: outputOf(alias), crashes: [] });
  }
  const sweeps = new Set<Promise<void>>();
  const swept = new WeakSet<AbortSignal>();
  /** Once for each connection of each scheduler. */
  const sweep = ({ alias }: PluginSnapshot) => {
    const found = containerScheduler(alias);
    if (!found?.features.includes("PORTS") || swept.has(found.closed)) return;
    swept.add(found.closed);
    const work = removeLeftovers(found, options.log, stopping.signal).finally(() => sweeps.delete(work));
    sweeps.add(work);
  };
  changes.on("change", sweep);
  for (const { current } of slots.values()) current.start();

  const snapshots = () =>
    [...slots.values()].map(({ current }) => current.snapshot).sort((a, b) => (a.alias < b.alias ? -1 : 1));
  return {
    list: snapshots,
    find: (alias) => slots.get(alias)?.current.snapshot,
    crashes: (alias) => slots.get(alias)?.crashes ?? [],
    connection: (alias) => slots.get(alias)?.current.connection,
    runningOn: (scheduler) =>
      [...slots].flatMap(([alias, { current }]) => (current.scheduler === scheduler ? [alias] : [])).sort(),
    grants({ alias, generation }) {
      const own = [...beside].filter(({ installation }) => installation.alias === alias);
      const slot = slots.get(alias);
      if (slot) own.push(slot.current);
      return own.find((supervisor) => supervisor.generation === generation)?.grants;
    },
    onChange: (listener: (plugin: PluginSnapshot) => void) => {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
    async *logs(alias, reading) {
      const slot = slots.get(alias);
      if (slot) yield* slot.output.read(reading);
    },
    settled: async () => void (await Promise.all([...slots.values()].map(({ current }) => current.settled))),
    async put(installation) {
      const { alias } = installation;
      const slot = slots.get(alias);
      await endAll(alias);
      add(installation, slot ?? { output: outputOf(alias), crashes: [] }).start();
      tell(alias);
    },
    async remove(alias) {
      await endAll(alias);
      slots.delete(alias);
    },
    async startBeside(installation) {
      const { alias } = installation;
      const slot = slots.get(alias);
      if (!slot) throw new Fault("notFound", `there is no plugin "${alias}"`);
      const changed = new EventEmitter();
      let isCurrent = false;
      // Its failures are told to who asks for it; they are no crashes of what runs.
      const candidate = supervise(installation, { output: slot.output, crashes: [] }, () =>
        isCurrent ? tell(alias) : changed.emit("change"),
      );
      beside.add(candidate);
      candidate.start();
      try {
        await works(candidate, changed, timing);
      } catch (error) {
        await end(candidate);
        throw error;
      }
      return {
        async takeOver() {
          const old = slot.current;
          slot.current = candidate;
          isCurrent = true;
          beside.delete(candidate);
          tell(alias);
          const isAtTasks = old.worksOnTasks;
          const retired = retire(old);
          // Its tasks may take long; it is among those that end with the host.
          if (!isAtTasks) await retired;
        },
        async [Symbol.asyncDispose]() {
          if (!isCurrent) await end(candidate);
        },
      };
    },
    async prepareImage(image, auth) {
      const scheduler = await schedulerFor({ scheduler: options.scheduler, signal: stopping.signal, timing });
      return resolveImage(scheduler.client, image, AbortSignal.any([stopping.signal, scheduler.closed]), auth);
    },
    probe: async (target, settings, alias = "") =>
      probe({ ...options, target, settings: settings && (await options.resolveConfig(alias, settings)), timing }),
    usersOfGlobalSecret: (key) =>
      [...slots.values()]
        .map(({ current }) => current.installation)
        .filter((installation) => globalSecretsIn(installation).has(key))
        .map(({ alias }) => alias)
        .sort(),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      const all = [...[...slots.values()].map(({ current }) => current), ...beside];
      const isContainer = ({ installation }: Supervisor) => installation.target.kind === "image";
      // Containers end while their scheduler is there to end them.
      await Promise.all(all.filter(isContainer).map((supervisor) => supervisor.dispose()));
      await Promise.all([...all.map((supervisor) => supervisor.dispose()), ...sweeps]);
    },
    reportFitness: (alias, problem) => slots.get(alias)?.current.reportFitness(problem),
    changeSecrets: async (alias, change) => {
      const slot = slots.get(alias);
      if (!slot)
        throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
      await slot.current.changeSecrets(change);
    },
  };
}

/** Resolves when a generation can do its job. Throws `precondition` with the reason when it cannot in time. */
async function works(
  candidate: Supervisor,
  changed: EventEmitter,
  { candidateMs: patienceMs, unhealthyMs }: SupervisionTiming,
): Promise<void> {
  const patience = AbortSignal.timeout(patienceMs);
  let unhealthySinceMs: number | undefined;
  for (;;) {
    const { state, health, message } = candidate.snapshot;
    if (state === "running" && (health === "healthy" || health === "degraded")) return;
    if (state !== "starting" && state !== "running" && state !== "stopped") throw new Fault("precondition", message);
    if (health !== "unhealthy") unhealthySinceMs = undefined;
    else if (Date.now() - (unhealthySinceMs ??= Date.now()) >= unhealthyMs)
      throw new Fault("precondition", `it says that it cannot work: ${message || "it is unhealthy"}`);
    if (patience.aborted) {
      throw new Fault(
        "precondition",
        `it did not come to work within ${patienceMs / 1000} s: ${message || `it is ${state}, ${health}`}`,
      );
    }
    const look = AbortSignal.timeout(Math.min(unhealthyMs, patienceMs));
    await once(changed, "change", { signal: unhealthySinceMs === undefined ? patience : look }).catch(() => undefined);
  }
}
