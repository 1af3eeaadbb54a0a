import type { Engine } from "../../app/engine.js";
import type { Retention } from "../../app/retention.js";
import type { Ledger } from "../../ports/ledger.js";
import { createRunDescription } from "./describe-run.js";
import { namespaceFrom, pipelineRefFrom, runRefFrom, runStatusFrom, variablesFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, pageFrom } from "./page.js";
import type { TaskRunDescription } from "./task-runs.js";

export interface RunHandlerOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly retention: Retention;
  readonly describeTaskRuns: TaskRunDescription;
}

export function runHandlers({
  ledger,
  engine,
  retention,
  describeTaskRuns,
}: RunHandlerOptions): Handlers<
  | "startRun"
  | "getRun"
  | "listRuns"
  | "watchRun"
  | "cancelRun"
  | "cancelAllRuns"
  | "retryRun"
  | "cancelTaskRun"
  | "deleteRunLogs"
> {
  const describeRun = createRunDescription(ledger, engine);
  return {
    async startRun(request, call) {
      const variables = variablesFrom(request.variables);
      const initiator = initiatorOf(call);
      const record = await engine.startRun({ ref: pipelineRefFrom(request), initiator, variables });
      return { run: describeRun(ledger.getRun(record)) };
    },
    getRun: (request) => ({ run: describeRun(ledger.getRun(runRefFrom(request))) }),
    listRuns(request) {
      const filter = {
        namespace: namespaceFrom(request),
        pipelineId: request.pipelineId === "" ? undefined : pipelineRefFrom(request).pipelineId,
        status: runStatusFrom(request.status),
      };
      if (filter.pipelineId !== undefined) {
        ledger.getPipeline({ namespace: filter.namespace, pipelineId: filter.pipelineId });
      }
      const { size, after } = pageFrom("runs", request);
      const { items, next } = ledger.listRuns(filter, size, after);
      return { runs: items.map(describeRun), nextPageToken: nextPageToken("runs", next) };
    },
    async *watchRun(request, { signal }) {
      const ref = runRefFrom(request);
      for (;;) {
        const { key } = ledger.getRun(ref);
        const round = new AbortController();
        const changed = engine.changed(key, AbortSignal.any([signal, round.signal]));
        try {
          const record = ledger.getRun(ref);
          yield { run: describeRun(record), taskRuns: await describeTaskRuns(record) };
          if (record.summary.state === "complete" || signal.aborted) return;
          await changed;
        } finally {
          round.abort();
        }
      }
    },
    async cancelRun(request, call) {
      const record = ledger.getRun(runRefFrom(request));
      await engine.cancelRun(record, initiatorOf(call), request.force);
      return { run: describeRun(ledger.getRun(record)) };
    },
    async cancelAllRuns(request, call) {
      const ref = pipelineRefFrom(request);
      ledger.getPipeline(ref);
      return { runIds: [...(await engine.cancelPipeline(ref, initiatorOf(call), request.force))] };
    },
    async retryRun(request, call) {
      const record = await engine.retryRun(ledger.getRun(runRefFrom(request)), initiatorOf(call), request.onlyFailed);
      return { run: describeRun(ledger.getRun(record)) };
    },
    async cancelTaskRun(request, call) {
      const record = ledger.getRun(runRefFrom(request));
      const { taskId } = request;
      // Asked first: an unknown task is refused before anything is done.
      await describeTaskRuns.one(record, taskId, 0);
      await engine.cancelTask(record, taskId, initiatorOf(call), request.force);
      return { taskRun: await describeTaskRuns.one(record, taskId, 0) };
    },
    async deleteRunLogs(request, call) {
      await retention.deleteLogs(ledger.getRun(runRefFrom(request)), initiatorOf(call));
      return {};
    },
  };
}
