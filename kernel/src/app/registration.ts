import { Fault, isFault } from "@gofer/sdk/fault";
import type { PipelineConfig } from "../domain/pipeline.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { CommonTasks } from "./common-tasks.js";
import type { Triggers } from "./triggers.js";

export type Registration = ReturnType<typeof createRegistration>;

/** What is asked of plugins before a pipeline is registered. */
export function createRegistration({
  host,
  triggers,
  commonTasks,
}: {
  readonly host: PluginHost;
  readonly triggers: Pick<Triggers, "validate">;
  readonly commonTasks: Pick<CommonTasks, "validate">;
}) {
  return {
    /** A pipeline with the full names of the plugins it uses. */
    withFullNames: (config: PipelineConfig): PipelineConfig => ({
      ...config,
      triggers: config.triggers.map((trigger) => ({ ...trigger, name: fullAlias(host, "trigger", trigger.name) })),
      tasks: config.tasks.map((task) =>
        task.kind.type === "common"
          ? { ...task, kind: { ...task.kind, name: fullAlias(host, "task", task.kind.name) } }
          : task,
      ),
    }),

    /** Throws `invalid` with everything that its plugins have against a pipeline, and `unavailable` when one cannot be asked. */
    async validate(namespace: string, config: PipelineConfig): Promise<void> {
      const asked = await Promise.allSettled([
        triggers.validate(namespace, config),
        commonTasks.validate(namespace, config),
      ]);
      const faults = asked.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : []));
      const invalid = faults.filter((fault) => isFault(fault, "invalid"));
      if (invalid.length > 0) throw new Fault("invalid", invalid.map(({ message }) => message).join("\n"));
      if (faults.length > 0) throw faults[0];
    },
  };
}

/** The role in front of a name may be left out: "interval" is "trigger-interval", unless something is installed as "interval". */
export function fullAlias(host: Pick<PluginHost, "find">, role: "trigger" | "task", name: string): string {
  const full = `${role}-${name}`;
  return !host.find(name) && host.find(full) ? full : name;
}
