import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type { EventDraft } from "../domain/event.js";
import type { Initiator, RunRef } from "../domain/pipeline.js";
import type { TaskRun } from "../domain/run.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";
import type { Engine } from "./engine.js";
import type { Command, CommandInput, CommandOutput, Executor } from "./executor.js";
import { containerKey } from "./task-spec.js";

export interface AttachOptions {
  readonly ledger: Pick<Ledger, "getRun" | "listAttempts">;
  /** Makes an event durable. */
  readonly recordEvent: (event: EventDraft) => Promise<void>;
  readonly engine: Pick<Engine, "planOf" | "executorOf">;
  /** The setting task_run_attach. */
  readonly isAllowed: boolean;
  readonly now: () => number;
}

/** A command to run inside the container of a task. */
export interface AttachRequest {
  readonly run: RunRef;
  readonly taskId: string;
  /** 0 is the last one. */
  readonly attempt: number;
  readonly command: Command;
  readonly initiator: Initiator;
}

/**
 * Runs a command inside the container of a task that runs; what it says is handed on as it comes, and what it is given
 * is read as it takes it. It is killed when the signal aborts or nobody reads on.
 * Throws `notFound`; `precondition` when it is not allowed, or the task has no container that runs, or none any more;
 * `unavailable` when its scheduler is not there, or no longer.
 */
export type Attach = (
  request: AttachRequest,
  input: AsyncIterable<CommandInput>,
  signal: AbortSignal,
) => AsyncIterable<CommandOutput>;

/** What a shell says of a program that was killed by SIGKILL. */
const killed = 128 + 9;

export function createAttach({ ledger, recordEvent, engine, isAllowed, now }: AttachOptions): Attach {
  return async function* attach({ run, taskId, attempt, command, initiator }, input, signal) {
    if (!isAllowed) throw off();
    const record = ledger.getRun(run);
    const plan = engine.planOf(record);
    const task = plan.tasks.get(taskId);
    const ordinal = plan.ordinals.get(taskId) ?? 0;
    const attempts = ledger.listAttempts(record.key, ordinal).map(({ taskRun }) => taskRun);
    const taskRun = attempt === 0 ? attempts.at(-1) : attempts.find((each) => each.attempt === attempt);
    if (!task || (attempt > 0 && !taskRun)) throw noTask(record, taskId, attempt);
    if (task.kind.type !== "container") throw noContainer(taskId, task.kind.name);
    if (taskRun?.state !== "running") throw notRunning(record, taskId, taskRun);
    const executor = engine.executorOf(record, task);
    if (!executor.exec) throw noExec(record.scheduler);
    const key = containerKey(record.key, ordinal, taskRun.attempt);
    const { namespace, pipelineId, runId } = record;
    // What it is given, and its arguments, may hold secrets.
    const details = { attempt: String(taskRun.attempt), program: command.words[0]?.slice(0, 256) ?? "" };
    const about = { namespace, pipelineId, runId, taskId, initiator, occurredAtMs: now(), details };
    await recordEvent({ kind: "task_run_attach_requested", ...about });
    let failure: unknown;
    try {
      for await (const output of executor.exec(key, command, input, signal)) {
        if ("exitCode" in output && output.exitCode === killed && (await endsWith(executor, key, signal))) break;
        yield output;
        if ("exitCode" in output) return;
      }
    } catch (error) {
      if (signal.aborted || (await stateOf(executor, key)) === "running") throw error;
      failure = error;
    }
    switch (await stateOf(executor, key)) {
      case "over":
        throw overMeanwhile(record, taskId);
      case "unknown":
        throw gone(record.scheduler, failure);
      case "running":
        throw untold(record.scheduler);
    }
  };
}

/** Whether a command was killed by the end of its container, which schedulers tell only after the end of the command. */
async function endsWith(executor: Executor, key: string, signal: AbortSignal): Promise<boolean> {
  for (const pauseMs of [0, 50, 100, 200, 400, 800]) {
    await delay(pauseMs, undefined, { signal });
    if ((await stateOf(executor, key)) === "over") return true;
  }
  return false;
}

/** How a container is, whether the ledger knows it yet or not; unknown where its scheduler cannot be asked. */
async function stateOf(executor: Executor, key: string): Promise<"running" | "over" | "unknown"> {
  try {
    return (await executor.inspect(key))?.state === "running" ? "running" : "over";
  } catch {
    return "unknown";
  }
}

const off = () =>
  new Fault(
    "precondition",
    "attaching to tasks is switched off on this kernel: its admin allows it with task_run_attach = true in the configuration (GOFER_TASK_RUN_ATTACH=true) and a restart",
  );

const noTask = ({ pipelineId, runId }: RunRef, taskId: string, attempt: number) =>
  new Fault(
    "notFound",
    `run ${runId} of ${pipelineId} has no task "${taskId}"${attempt > 0 ? ` with attempt ${attempt}` : ""}: gofer taskrun list ${pipelineId} ${runId}`,
  );

const noContainer = (taskId: string, plugin: string) =>
  new Fault(
    "precondition",
    `task "${taskId}" is a common task of ${plugin} and has no container: a command can be run only inside a container`,
  );

function notRunning({ pipelineId, runId }: RunRef, taskId: string, taskRun: TaskRun | undefined): Fault {
  const words = `${pipelineId} ${runId} ${taskId}`;
  const task = `task "${taskId}" of run ${runId} of ${pipelineId}`;
  if (taskRun?.state !== "complete")
    return new Fault(
      "precondition",
      `${task} does not run yet, and has no container to attach to: gofer run why ${words} tells what it waits for`,
    );
  const ended = taskRun.outcome?.status ?? "complete";
  const which = `${task}${taskRun.attempt > 1 ? `, attempt ${taskRun.attempt},` : ""}`;
  return new Fault(
    "precondition",
    taskRun.startedAtMs === 0
      ? `${which} was never started (${ended}): gofer run why ${words} tells why`
      : `${which} has ended (${ended}), and there is no container to attach to: gofer taskrun logs ${words} shows what it wrote`,
  );
}

const overMeanwhile = ({ pipelineId, runId }: RunRecord, taskId: string) =>
  new Fault(
    "precondition",
    `task "${taskId}" of run ${runId} of ${pipelineId} has ended, and the command with it: gofer taskrun get ${pipelineId} ${runId} ${taskId}`,
  );

const noExec = (scheduler: string) =>
  new Fault(
    "precondition",
    `scheduler "${scheduler}" cannot run commands inside its containers (it has not the feature EXEC): runs that start on another scheduler can be attached to, gofer plugin use scheduler <alias>`,
  );

const gone = (scheduler: string, cause: unknown) =>
  new Fault(
    "unavailable",
    `scheduler "${scheduler}" went away, and the connection to the command with it: the task goes on, attach again when gofer plugin get ${scheduler} says that it runs`,
    { cause },
  );

const untold = (scheduler: string) =>
  new Fault("unavailable", `scheduler "${scheduler}" broke off the command without its exit code: attach again`);
