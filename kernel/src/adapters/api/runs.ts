import type { Engine } from "../../app/engine.js";
import type { Retention } from "../../app/retention.js";
import type { Ledger } from "../../ports/ledger.js";
import { createRunDescription } from "./describe-run.js";
import { namespaceFrom, pipelineRefFrom, runRefFrom, runStatusFrom, variablesFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";
import type { TaskRunDescription } from "./task-runs.js";

/** Task runs in one message: with their variables they are far below the size that a message may have. */
const taskRunsAtOnce = 200;

export interface RunHandlerOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly retention: Retention;
  readonly describeTaskRuns: TaskRunDescription;
  readonly pageFrom: PageReader;
}

export function runHandlers({
  ledger,
  engine,
  retention,
  describeTaskRuns,
  pageFrom,
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
      if (filter.pipelineId === undefined) ledger.getNamespace(filter.namespace);
      else ledger.getPipeline({ namespace: filter.namespace, pipelineId: filter.pipelineId });
      const { size, after } = pageFrom("runs", request);
      const { items, next } = ledger.listRuns(filter, size, after);
      return { runs: items.map(describeRun), nextPageToken: nextPageToken("runs", next) };
    },
    async *watchRun(request, { signal }) {
      const ref = runRefFrom(request);
      const { key } = ledger.getRun(ref);
      using changes = engine.watch(key, signal);
      const first = ledger.getRun(ref);
      const describe = describeTaskRuns.of(first);
      if (!request.runOnly) {
        // What changes meanwhile is told afterwards.
        for (let after: string | undefined = ""; after !== undefined && !signal.aborted; ) {
          const page = ledger.listTaskRunPage(key, taskRunsAtOnce, after);
          after = page.next;
          const taskRuns = await Promise.all(page.items.map(describe));
          yield { run: describeRun(first), taskRuns, partial: true };
        }
      }
      while (!signal.aborted) {
        const changed = request.runOnly ? [] : changes.take();
        // After the attempts were taken: a run that is complete here has none that changes later.
        const record = ledger.getRun(ref);
        for (let from = 0; from === 0 || from < changed.length; from += taskRunsAtOnce) {
          const rows = changed
            .slice(from, from + taskRunsAtOnce)
            .flatMap(({ ordinal, attempt }) => ledger.findTaskRun({ runKey: key, ordinal, attempt }) ?? []);
          const partial = from + taskRunsAtOnce < changed.length;
          yield { run: describeRun(record), taskRuns: await Promise.all(rows.map(describe)), partial };
        }
        if (record.summary.state === "complete") return;
        await changes.next();
      }
    },
    async cancelRun(request, call) {
      const record = ledger.getRun(runRefFrom(request));
      await engine.cancellation.run(record, initiatorOf(call), request.force);
      return { run: describeRun(ledger.getRun(record)) };
    },
    async cancelAllRuns(request, call) {
      const ref = pipelineRefFrom(request);
      ledger.getPipeline(ref);
      return { runIds: [...(await engine.cancellation.pipeline(ref, initiatorOf(call), request.force))] };
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
      await engine.cancellation.task(record, taskId, initiatorOf(call), request.force);
      return { taskRun: await describeTaskRuns.one(record, taskId, 0) };
    },
    async deleteRunLogs(request, call) {
      await retention.deleteLogs(ledger.getRun(runRefFrom(request)), initiatorOf(call));
      return {};
    },
  };
}
