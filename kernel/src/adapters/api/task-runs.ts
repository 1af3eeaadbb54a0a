import { Fault } from "@gofer/sdk/fault";
import type { Engine } from "../../app/engine.js";
import { variablesOf } from "../../app/task-spec.js";
import type { RunRef, TaskConfig } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogStore } from "../../ports/log-store.js";
import { runRefFrom } from "./from-proto.js";
import type { Handlers, ResponseOf } from "./kernel-service.js";
import { streamRunLogs } from "./run-logs.js";
import { taskRunToProto } from "./to-proto.js";

type TaskRunMessage = NonNullable<ResponseOf<"getTaskRun">["taskRun"]>;

/** All attempts of a run's tasks as messages, in the order of the config; or one of them. */
export interface TaskRunDescription {
  (record: RunRecord): Promise<TaskRunMessage[]>;
  /** Attempt 0 is the last one. Throws `notFound`. */
  one(record: RunRecord, taskId: string, attempt: number): Promise<TaskRunMessage>;
}

export function createTaskRunDescription(ledger: Ledger, logs: LogStore): TaskRunDescription {
  const describe = async (record: RunRecord, row: TaskRunRecord, task: TaskConfig | undefined) => {
    const { image, injectApiToken } =
      task?.kind.type === "container" ? task.kind : { image: "", injectApiToken: false };
    const { taskId, attempt, startedAtMs, keptFrom } = row.taskRun;
    const isLive = startedAtMs > 0 && !row.logComplete && keptFrom === undefined;
    return taskRunToProto(record, row, {
      image,
      variables: task ? variablesOf(record, { ...task, image, injectApiToken }) : [],
      dependsOn: Object.keys(task?.dependsOn ?? {}),
      logBytes: isLive ? await logs.size({ runKey: record.key, taskId, attempt }) : row.logBytes,
      keptFromRunId: keptFrom === undefined ? 0 : ledger.getRunByKey(keptFrom).runId,
    });
  };
  const tasksOf = (record: RunRecord) =>
    new Map(ledger.getPipelineConfig(record, record.pipelineVersion).tasks.map((task) => [task.id, task]));

  const all = async (record: RunRecord) => {
    const tasks = tasksOf(record);
    const rows = ledger.listTaskRuns(record.key);
    return Promise.all(rows.map((row) => describe(record, row, tasks.get(row.taskRun.taskId))));
  };
  const one = async (record: RunRecord, taskId: string, attempt: number) => {
    const attempts = ledger.listTaskRuns(record.key).filter(({ taskRun }) => taskRun.taskId === taskId);
    const row = attempt === 0 ? attempts.at(-1) : attempts.find(({ taskRun }) => taskRun.attempt === attempt);
    if (!row) throw noTask(record, taskId, attempt);
    return describe(record, row, tasksOf(record).get(taskId));
  };
  return Object.assign(all, { one });
}

export function taskRunHandlers({
  ledger,
  engine,
  logs,
  describeTaskRuns,
}: {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly logs: LogStore;
  readonly describeTaskRuns: TaskRunDescription;
}): Handlers<"listTaskRuns" | "getTaskRun" | "streamLogs"> {
  return {
    async listTaskRuns(request) {
      return { taskRuns: await describeTaskRuns(ledger.getRun(runRefFrom(request))) };
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
      if (
        taskId !== "" &&
        !ledger.getPipelineConfig(ref, record.pipelineVersion).tasks.some(({ id }) => id === taskId)
      ) {
        throw noTask(ref, taskId, 0);
      }
      if (record.logsExpired) {
        throw new Fault(
          "notFound",
          `the output of run ${record.runId} of ${record.pipelineId} was deleted: it has expired`,
        );
      }
      yield* streamRunLogs({ ledger, engine, logs }, ref, { taskId, attempt, follow, tailLines }, signal);
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
