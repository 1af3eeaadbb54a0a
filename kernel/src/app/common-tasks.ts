import { Fault, isFault, messageOf } from "@gofer/sdk/fault";
import type { CommonTask, PipelineConfig, PipelineRef, TaskConfig } from "../domain/pipeline.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginHost, PluginSnapshot } from "../ports/plugin-host.js";

export type CommonTasks = ReturnType<typeof createCommonTasks>;

/** What plugins do as tasks: asked whether they take what a pipeline passes, and shown to people. */
export function createCommonTasks({ host, ledger }: { readonly host: PluginHost; readonly ledger: Ledger }) {
  /** Plugins that are common tasks, as far as is known: one that has never run does not say. */
  const list = (): readonly PluginSnapshot[] => host.list().filter(({ roles }) => roles.includes("task"));

  const unknown = (alias: string): string => {
    const names = list().map((plugin) => plugin.alias);
    return `no common task is installed as "${alias}": there ${names.length === 1 ? "is" : "are"} ${names.join(", ") || "none"}`;
  };

  const check = async (
    id: string,
    { name, settings }: CommonTask,
  ): Promise<{ problems: readonly string[]; unavailable?: string }> => {
    const about = (problem: string) => `task "${id}" (common task "${name}"): ${problem}`;
    const plugin = host.find(name);
    const connection = host.connection(name);
    if (!plugin || (connection && !connection.task)) return { problems: [about(unknown(name))] };
    if (!connection?.task)
      return { problems: [], unavailable: about(`it cannot be asked whether it takes this: ${whyDown(plugin)}`) };
    try {
      const { violations } = await connection.task.validateSettings(
        { settings: { ...settings } },
        { timeoutMs: 10_000, signal: connection.closed },
      );
      return { problems: violations.map(about) };
    } catch (error) {
      // The contract leaves the judgement to the start then.
      if (isFault(error, "unimplemented")) return { problems: [] };
      return { problems: [], unavailable: about(messageOf(error)) };
    }
  };

  const registeredTasks = (ref: PipelineRef): readonly TaskConfig[] => {
    try {
      return ledger.getPipelineConfig(ref, ledger.getPipeline(ref).version).tasks;
    } catch (error) {
      if (isFault(error, "notFound")) return [];
      throw error;
    }
  };

  return {
    list,

    /** What a common task does and takes; nothing while it cannot be asked. */
    async describe(alias: string): Promise<{ readonly description: string; readonly settingsSchema: Buffer }> {
      const connection = host.connection(alias);
      const nothing = { description: "", settingsSchema: Buffer.alloc(0) };
      if (!connection?.task) return nothing;
      return connection.task.describe({}, { timeoutMs: 5000, signal: connection.closed }).catch((error: unknown) => {
        if (isFault(error)) return nothing;
        throw error;
      });
    },

    /**
     * Asks the common tasks of a pipeline whether they take its settings. Throws `invalid` with every problem, and
     * `unavailable` when one cannot be asked; one whose settings are as they were registered is not asked again.
     */
    async validate(namespace: string, config: PipelineConfig): Promise<void> {
      const registered = new Set(
        registeredTasks({ namespace, pipelineId: config.id }).map(({ kind }) => JSON.stringify(kind)),
      );
      const checks = config.tasks.flatMap(({ id, kind }) =>
        kind.type === "common" && !registered.has(JSON.stringify(kind)) ? [check(id, kind)] : [],
      );
      const results = await Promise.all(checks);
      const problems = results.flatMap(({ problems: found }) => found);
      if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
      const silent = results.flatMap(({ unavailable }) => unavailable ?? []);
      if (silent.length > 0)
        throw new Fault("unavailable", `${silent.join("\n")}\nnothing was registered: try again then`);
    },
  };
}

function whyDown({ alias, enabled, state, message }: PluginSnapshot): string {
  if (!enabled) return `plugin "${alias}" is disabled: gofer common-task enable ${alias}`;
  return `plugin "${alias}" is ${state === "crashLoop" ? "crashing again and again" : state}${message ? ` (${message})` : ""}`;
}
