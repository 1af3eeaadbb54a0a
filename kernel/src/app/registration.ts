import { Fault, isFault } from "@gofer/sdk/fault";
import type { PipelineConfig, TriggerConfig } from "../domain/pipeline.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { CommonTasks } from "./common-tasks.js";
import { fullAlias } from "./plugin-names.js";
import { findReferenced, howToPut, textsOf } from "./referenced.js";
import { parseValue, type Reference } from "./references.js";
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

/** What registering a pipeline would meet. */
export interface RegistrationPlan {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly triggers: readonly PlannedTrigger[];
}

const plannedFires = 5;

/** What is asked of plugins, and looked up, before a pipeline is registered. */
export function createRegistration({
  ledger,
  host,
  triggers,
  commonTasks,
  now,
}: {
  readonly ledger: Pick<Ledger, "storeKeys">;
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

  const warnings = (namespace: string, { id, tasks }: PipelineConfig): string[] => {
    const owner = { namespace, pipelineId: id, runId: undefined };
    const isThere = (reference: Reference) => {
      try {
        return findReferenced(ledger.storeKeys, owner, reference) !== undefined;
      } catch (error) {
        // The pipeline is new: nothing is there.
        if (isFault(error, "notFound")) return false;
        throw error;
      }
    };
    return tasks.flatMap((task) =>
      Object.entries(textsOf(task)).flatMap(([name, text]) =>
        parseValue(text).flatMap((part) => {
          // A run's objects are put by its own tasks.
          if (typeof part === "string" || part.kind === "runObject" || isThere(part)) return [];
          return `task ${task.id}: ${name} refers to ${part.text}, which does not exist yet: ${howToPut(owner, part)}`;
        }),
      ),
    );
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

    /** What the runs of a pipeline would fail by as things are: secrets and objects that are not there yet. */
    warnings,

    /** What registering a pipeline would meet; changes nothing. */
    async plan(namespace: string, config: PipelineConfig): Promise<RegistrationPlan> {
      const problems = await validate(namespace, config).then(
        () => [],
        (error: unknown) => {
          if (isFault(error, "invalid") || isFault(error, "unavailable")) return error.message.split("\n");
          throw error;
        },
      );
      const planned = config.triggers.map((trigger) => nextFires(namespace, config.id, trigger));
      return { problems, warnings: warnings(namespace, config), triggers: await Promise.all(planned) };
    },
  };
}
