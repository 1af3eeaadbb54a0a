import { Fault } from "@gofer/sdk/fault";
import type { Engine } from "../../app/engine.js";
import { variablesOf } from "../../app/task-spec.js";
import type { RunRef } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogStore } from "../../ports/log-store.js";
import { runRefFrom } from "./from-proto.js";
import type { Handlers, ResponseOf } from "./kernel-service.js";
import { createLogMessages } from "./log-messages.js";
import { nextPageToken, type PageReader } from "./page.js";
import { streamRunLogs } from "./run-logs.js";
import { taskRunToProto } from "./to-proto.js";

type TaskRunMessage = NonNullable<ResponseOf<"getTaskRun">["taskRun"]>;

/** Task runs as messages. */
export interface TaskRunDescription {
  /** Describes task runs of one run, whose config is read once. */
  of(record: RunRecord): (row: TaskRunRecord) => Promise<TaskRunMessage>;
  /** Attempt 0 is the last one. Throws `notFound`. */
  one(record: RunRecord, taskId: string, attempt: number): Promise<TaskRunMessage>;
}

export interface TaskRunHandlerOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly logs: LogStore;
  readonly describeTaskRuns: TaskRunDescription;
  readonly pageFrom: PageReader;
}

export function createTaskRunDescription({
  ledger,
  engine,
  logs,
}: Pick<TaskRunHandlerOptions, "ledger" | "engine" | "logs">): TaskRunDescription {
  const of: TaskRunDescription["of"] = (record) => {
    const { tasks } = engine.planOf(record).config;
    return async (row) => {
      const task = tasks[row.ordinal - 1];
      const { image, injectApiToken } =
        task?.kind.type === "container" ? task.kind : { image: "", injectApiToken: false };
      const { taskId, attempt, startedAtMs, keptFrom } = row.taskRun;
      const isLive = startedAtMs > 0 && !row.logComplete && keptFrom === undefined;
      return taskRunToProto(record, row, {
        image,
        pull: engine.pullOf(record.key, row.taskRun),
        variables: task ? variablesOf(record, { ...task, image, injectApiToken }) : [],
        dependsOn: Object.keys(task?.dependsOn ?? {}),
        lastLine: isLive ? logs.lastLine({ runKey: record.key, taskId, attempt }) : Buffer.alloc(0),
        logBytes: isLive ? await logs.size({ runKey: record.key, taskId, attempt }) : row.logBytes,
        outputProblem: row.logComplete
          ? ""
          : (engine.outputProblemOf(record.key, { ordinal: row.ordinal, attempt }) ?? ""),
        keptFromRunId: keptFrom === undefined ? 0 : ledger.getRunByKey(keptFrom).runId,
      });
    };
  };
  return {
    of,
    async one(record, taskId, attempt) {
      const attempts = ledger.listAttempts(record.key, engine.planOf(record).ordinals.get(taskId) ?? 0);
      const row = attempt === 0 ? attempts.at(-1) : attempts.find(({ taskRun }) => taskRun.attempt === attempt);
      if (!row) throw noTask(record, taskId, attempt);
      return of(record)(row);
    },
  };
}

export function taskRunHandlers({
  ledger,
  engine,
  logs,
  describeTaskRuns,
  pageFrom,
}: TaskRunHandlerOptions): Handlers<"listTaskRuns" | "getTaskRun" | "streamLogs"> {
  const messagesOf = createLogMessages();
  return {
    async listTaskRuns(request) {
      const record = ledger.getRun(runRefFrom(request));
      const { size, after } = pageFrom("task_runs", request);
      const { items, next } = ledger.listTaskRunPage(record.key, size, after);
      return {
        taskRuns: await Promise.all(items.map(describeTaskRuns.of(record))),
        nextPageToken: nextPageToken("task_runs", next),
      };
    },
    async getTaskRun(request) {
      const record = ledger.getRun(runRefFrom(request));
      return { taskRun: await describeTaskRuns.one(record, request.taskId, request.attempt) };
    },
    async *streamLogs(request, { signal }) {
      const ref = runRefFrom(request);
      const { taskId, attempt, follow, tailLines } = request;
      if (tailLines < 0) throw new Fault("invalid", `tail_lines ${tailLines} is negative: 0 means all`);
      const record = ledger.getRun(ref);
      const ordinal = engine.planOf(record).ordinals.get(taskId) ?? 0;
      if (taskId !== "" && ordinal === 0) throw noTask(ref, taskId, 0);
      if (record.logsExpired) {
        throw new Fault(
          "notFound",
          `the output of run ${record.runId} of ${record.pipelineId} was deleted: it has expired`,
        );
      }
      yield* streamRunLogs({ ledger, engine, logs, messagesOf }, ref, { ordinal, attempt, follow, tailLines }, signal);
    },
  };
}

function noTask({ pipelineId, runId }: RunRef, taskId: string, attempt: number): Fault {
  const which = attempt > 0 ? ` with attempt ${attempt}` : "";
  return new Fault(
    "notFound",
    `run ${runId} of ${pipelineId} has no task "${taskId}"${which}: gofer taskrun list ${pipelineId} ${runId}`,
  );
}
