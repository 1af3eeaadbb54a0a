import { Fault } from "@gofer/sdk/fault";
import type { Engine } from "../../app/engine.js";
import { variablesOf } from "../../app/task-spec.js";
import type { RunRef, TaskConfig } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogStore } from "../../ports/log-store.js";
import {
  namespaceFrom,
  pageSizeFrom,
  pipelineRefFrom,
  runRefFrom,
  runStatusFrom,
  variablesFrom,
} from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers, ResponseOf } from "./kernel-service.js";
import { runToProto, taskRunToProto } from "./to-proto.js";

type TaskRunMessage = NonNullable<ResponseOf<"getTaskRun">["taskRun"]>;

export function runHandlers({
  ledger,
  engine,
  logs,
}: {
  ledger: Ledger;
  engine: Engine;
  logs: LogStore;
}): Handlers<
  "startRun" | "getRun" | "listRuns" | "watchRun" | "cancelRun" | "listTaskRuns" | "getTaskRun" | "streamLogs"
> {
  const taskRunsOf = async (record: RunRecord): Promise<TaskRunMessage[]> => {
    const { tasks } = ledger.getPipelineConfig(record, record.pipelineVersion);
    const byId = new Map(tasks.map((task, index) => [task.id, { task, index }]));
    const rows = ledger.listTaskRuns(record.key).map((row) => ({ row, found: byId.get(row.taskRun.taskId) }));
    rows.sort((a, b) => (a.found?.index ?? 0) - (b.found?.index ?? 0) || a.row.taskRun.attempt - b.row.taskRun.attempt);
    return Promise.all(rows.map(({ row, found }) => taskRunMessage(record, row, found?.task)));
  };

  const taskRunMessage = async (record: RunRecord, row: TaskRunRecord, task: TaskConfig | undefined) => {
    const image = task?.kind.type === "container" ? task.kind.image : "";
    const { taskId, attempt, startedAtMs } = row.taskRun;
    return taskRunToProto(record, row, {
      image,
      variables: task ? variablesOf(record, { ...task, image }) : [],
      dependsOn: Object.keys(task?.dependsOn ?? {}),
      logBytes: startedAtMs > 0 ? await logs.size({ runKey: record.key, taskId, attempt }) : 0,
    });
  };

  const isOver = (record: RunRecord) => record.run.state === "complete";

  return {
    async startRun(request, call) {
      const record = await engine.startRun(
        pipelineRefFrom(request),
        initiatorOf(call),
        variablesFrom(request.variables),
      );
      return { run: runToProto(ledger.getRun(record)) };
    },
    getRun: (request) => ({ run: runToProto(ledger.getRun(runRefFrom(request))) }),
    listRuns(request) {
      const filter = {
        namespace: namespaceFrom(request),
        pipelineId: request.pipelineId === "" ? undefined : pipelineRefFrom(request).pipelineId,
        status: runStatusFrom(request.status),
      };
      if (filter.pipelineId !== undefined)
        ledger.getPipeline({ namespace: filter.namespace, pipelineId: filter.pipelineId });
      const { items, next = "" } = ledger.listRuns(filter, pageSizeFrom(request), request.pageToken);
      return { runs: items.map(runToProto), nextPageToken: next };
    },
    async *watchRun(request, { signal }) {
      const ref = runRefFrom(request);
      for (;;) {
        const { key } = ledger.getRun(ref);
        const round = new AbortController();
        const changed = engine.changed(key, AbortSignal.any([signal, round.signal]));
        try {
          const record = ledger.getRun(ref);
          yield { run: runToProto(record), taskRuns: await taskRunsOf(record) };
          if (isOver(record) || signal.aborted) return;
          await changed;
        } finally {
          round.abort();
        }
      }
    },
    async cancelRun(request, call) {
      const record = ledger.getRun(runRefFrom(request));
      await engine.cancelRun(record, initiatorOf(call), request.force);
      return { run: runToProto(ledger.getRun(record)) };
    },
    async listTaskRuns(request) {
      return { taskRuns: await taskRunsOf(ledger.getRun(runRefFrom(request))) };
    },
    async getTaskRun(request) {
      const record = ledger.getRun(runRefFrom(request));
      const attempts = (await taskRunsOf(record)).filter(({ taskId }) => taskId === request.taskId);
      const taskRun =
        request.attempt === 0 ? attempts.at(-1) : attempts.find(({ attempt }) => attempt === request.attempt);
      if (!taskRun) throw noTask(record, request.taskId, request.attempt);
      return { taskRun };
    },
    async *streamLogs(request, { signal }) {
      const ref = runRefFrom(request);
      const wanted = { taskId: request.taskId, attempt: request.attempt, follow: request.follow };
      if (wanted.taskId !== "") {
        const config = ledger.getPipelineConfig(ref, ledger.getRun(ref).pipelineVersion);
        if (!config.tasks.some(({ id }) => id === wanted.taskId)) throw noTask(ref, wanted.taskId, 0);
      }
      yield* streamRunLogs({ ledger, engine, logs }, ref, wanted, signal);
    },
  };
}

function noTask({ pipelineId, runId }: RunRef, taskId: string, attempt: number): Fault {
  return new Fault(
    "notFound",
    `run ${runId} of ${pipelineId} has no task "${taskId}"${attempt > 0 ? ` with attempt ${attempt}` : ""}: gofer taskrun list ${pipelineId} ${runId}`,
  );
}

type LogMessage = ResponseOf<"streamLogs">;

/** Output of all wanted attempts, interleaved as it comes; each one in its own order. */
async function* streamRunLogs(
  { ledger, engine, logs }: { ledger: Ledger; engine: Engine; logs: LogStore },
  ref: RunRef,
  wanted: { taskId: string; attempt: number; follow: boolean },
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const readers = new Map<string, AsyncIterator<LogMessage>>();
  const waiting = new Map<string, Promise<{ name: string; next: IteratorResult<LogMessage> }>>();
  const advance = (name: string, reader: AsyncIterator<LogMessage>) =>
    waiting.set(
      name,
      reader.next().then((next) => ({ name, next })),
    );
  try {
    for (;;) {
      const record = ledger.getRun(ref);
      const round = new AbortController();
      const changed = engine.changed(record.key, AbortSignal.any([signal, round.signal])).then(() => undefined);
      let pending = ledger.getRun(ref).run.state !== "complete";
      for (const { taskRun, logComplete } of ledger.listTaskRuns(record.key)) {
        const { taskId, attempt, startedAtMs } = taskRun;
        const name = `${taskId}/${attempt}`;
        if ((wanted.taskId && wanted.taskId !== taskId) || (wanted.attempt && wanted.attempt !== attempt)) continue;
        if (startedAtMs === 0 || readers.has(name)) continue;
        pending ||= !logComplete;
        const reader = readLog(logs, { runKey: record.key, taskId, attempt }, { follow: wanted.follow, signal });
        readers.set(name, reader);
        advance(name, reader);
      }
      if (waiting.size === 0 && (!wanted.follow || !pending)) {
        round.abort();
        return;
      }
      const first = await Promise.race([...waiting.values(), ...(wanted.follow && pending ? [changed] : [])]);
      round.abort();
      if (signal.aborted) return;
      if (!first) continue;
      waiting.delete(first.name);
      if (first.next.done === true) continue;
      yield first.next.value;
      const reader = readers.get(first.name);
      if (reader) advance(first.name, reader);
    }
  } finally {
    for (const reader of readers.values()) await reader.return?.(undefined);
  }
}

/** The chunks of one attempt as messages. */
async function* readLog(
  logs: LogStore,
  ref: { runKey: number; taskId: string; attempt: number },
  options: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<LogMessage> {
  for await (const { stderr, writtenAtMs, data } of logs.read(ref, options)) {
    yield { taskId: ref.taskId, attempt: ref.attempt, stderr, writtenAtMs, data };
  }
}
