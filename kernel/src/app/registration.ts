import { Fault, isFault } from "@gofer/sdk/fault";
import type { PipelineConfig, TriggerConfig } from "../domain/pipeline.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { CommonTasks } from "./common-tasks.js";
import { fullAlias } from "./plugin-names.js";
import type { Triggers } from "./triggers.js";

export type Registration = ReturnType<typeof createRegistration>;

/** When a trigger of a pipeline would fire. */
export interface PlannedTrigger {
  readonly label: string;
  readonly trigger: string;
  readonly nextAtMs: readonly number[];
  /** Why that is not known; empty when it is. */
  readonly unknownBecause: string;
}

const plannedFires = 5;

/** What is asked of plugins before a pipeline is registered. */
export function createRegistration({
  host,
  triggers,
  commonTasks,
  now,
}: {
  readonly host: PluginHost;
  readonly triggers: Pick<Triggers, "validate" | "preview">;
  readonly commonTasks: Pick<CommonTasks, "validate">;
  readonly now: () => number;
}) {
  const validate = async (namespace: string, config: PipelineConfig): Promise<void> => {
    const asked = await Promise.allSettled([
      triggers.validate(namespace, config),
      commonTasks.validate(namespace, config),
    ]);
    const faults = asked.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : []));
    const invalid = faults.filter((fault) => isFault(fault, "invalid"));
    if (invalid.length > 0) throw new Fault("invalid", invalid.map(({ message }) => message).join("\n"));
    if (faults.length > 0) throw faults[0];
  };

  const nextFires = async (namespace: string, pipelineId: string, trigger: TriggerConfig): Promise<PlannedTrigger> => {
    const { name, label, settings } = trigger;
    const nowMs = now();
    const times = { sinceMs: nowMs, lastExpectedAtMs: 0 };
    const subscription = {
      key: 0,
      id: "",
      namespace,
      pipelineId,
      alias: name,
      label,
      settings,
      ...times,
      paused: false,
    };
    try {
      const nextAtMs = await triggers.preview(subscription, nowMs, plannedFires);
      return { label, trigger: name, nextAtMs, unknownBecause: "" };
    } catch (error) {
      if (!isFault(error)) throw error;
      return { label, trigger: name, nextAtMs: [], unknownBecause: error.message };
    }
  };

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
    validate,

    /** What registering a pipeline would meet; changes nothing. */
    async plan(
      namespace: string,
      config: PipelineConfig,
    ): Promise<{ readonly problems: readonly string[]; readonly triggers: readonly PlannedTrigger[] }> {
      const problems = await validate(namespace, config).then(
        () => [],
        (error: unknown) => {
          if (isFault(error, "invalid") || isFault(error, "unavailable")) return error.message.split("\n");
          throw error;
        },
      );
      const planned = config.triggers.map((trigger) => nextFires(namespace, config.id, trigger));
      return { problems, triggers: await Promise.all(planned) };
    },
  };
}
