import { Fault } from "@gofer/sdk/fault";
import type Docker from "dockerode";
import type { Engine } from "./engine.js";
import { hasStatus } from "./engine-fault.js";
import type { EngineLives } from "./engine-lives.js";
import { startErrorResult } from "./exit-result.js";
import { dnsLabel, type Identity, label, taskName } from "./labels.js";
import { initError } from "./log-stream.js";
import { Slots } from "./slots.js";
import type { StopMarks } from "./stop-marks.js";
import { finishedSince, isUnbegun, lostOverStart, mayBeMadeUp, taskOf } from "./task-state.js";
import type { Task, TaskTable } from "./task-table.js";
import type { ToldEnds } from "./told-ends.js";

export interface LookupOptions {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly tasks: Pick<TaskTable, "get">;
  readonly marks: Pick<StopMarks, "get">;
  readonly ends: Pick<ToldEnds, "codeOf" | "knowsAll" | "recall">;
  readonly lives: Pick<EngineLives, "doubtfulFromMs">;
  /** Takes what was found out; returns what is true now. */
  readonly learn: (found: Task) => Task;
  /** The container is no more. */
  readonly forget: (key: string, id: string) => void;
}

export interface LookOptions {
  /** When the engine went away that is back now. */
  readonly awayMs?: number;
}

/** Looks at the containers of tasks. */
export interface Lookup {
  /** Undefined when there is no container of ours with this key. */
  readonly look: (key: string, options?: LookOptions) => Promise<Task | undefined>;
  /** Throws `notFound`. */
  readonly mustLook: (key: string) => Promise<Task>;
  /** The runtime sets up the files of a container before its command: where nothing changed, nothing ran. */
  readonly mayHaveRun: (id: string) => Promise<boolean>;
}

const inspectionsAtOnce = 16;

export function openLookup({ engine, identity, tasks, marks, ends, lives, learn, forget }: LookupOptions): Lookup {
  const { docker, ask } = engine;
  const inspections = new Slots(inspectionsAtOnce);

  /** The code of an end; undefined when the engine does not know it, for it has died over the end. */
  const exitCodeOf = async (info: Docker.ContainerInspectInfo): Promise<number | undefined> => {
    const { Id: id, State: state } = info;
    const inDoubt = () => ends.codeOf(id) === undefined && mayBeMadeUp(info, lives.doubtfulFromMs);
    if (inDoubt()) await ends.recall();
    // An engine that has told much since then may have forgotten that it told this end.
    if (inDoubt() && (state.ExitCode !== 0 || ends.knowsAll)) return undefined;
    return ends.codeOf(id) ?? state.ExitCode;
  };

  const look: Lookup["look"] = async (key, { awayMs } = {}) => {
    if (!dnsLabel.test(key)) return undefined;
    const name = taskName(identity, key);
    try {
      const inspect = () => inspections.run(() => ask(docker.getContainer(name).inspect()));
      let info = await inspect();
      if (info.Config.Labels[label.installation] !== identity.installationId) return undefined;
      if (isUnbegun(info) && (await mayHaveRun(info.Id))) {
        // Asked after that: a start that is under way makes the engine wait with its answer.
        info = await inspect();
        const nothing = { withEngine: false, mark: undefined, exitCode: undefined };
        if (isUnbegun(info)) return learn(lostOverStart(taskOf(info, nothing)));
      }
      const withEngine = awayMs !== undefined && finishedSince(info, awayMs - 1000);
      const exitCode = await exitCodeOf(info);
      return learn(await withStartError(taskOf(info, { withEngine, mark: marks.get(key), exitCode })));
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
      const known = tasks.get(key);
      if (known) forget(known.key, known.id);
      return undefined;
    }
  };

  const mayHaveRun: Lookup["mayHaveRun"] = async (id) => {
    // Without changes there is no array.
    const changes: unknown = await ask(docker.getContainer(id).changes());
    return Array.isArray(changes) && changes.length > 0;
  };

  /** The init of the container says on standard error when it cannot run the command, and ends with a shell's code. */
  const withStartError = async (task: Task): Promise<Task> => {
    const { exit } = task;
    if (exit?.reason !== "REASON_EXITED" || (exit.exitCode !== 126 && exit.exitCode !== 127)) return task;
    if (tasks.get(task.key)?.state === "exited") return task;
    const message = await initError(engine, task.id);
    if (message === undefined) return task;
    return { ...task, startedAtMs: 0, exit: startErrorResult(exit.exitCode, message, Number(exit.finishedAtMs)) };
  };

  const mustLook: Lookup["mustLook"] = async (key) => {
    const task = await look(key);
    if (task) return task;
    throw new Fault("notFound", `there is no container with key ${key}`);
  };

  return { look, mustLook, mayHaveRun };
}
