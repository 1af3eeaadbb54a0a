import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventDraft } from "../domain/event.js";
import type { Initiator, PipelineRef } from "../domain/pipeline.js";
import type { Ledger, LedgerWriter, Removal } from "../ports/ledger.js";
import { backoffMs } from "./backoff.js";
import type { Engine } from "./engine.js";

/** Deletes what one kind of store has of a removed pipeline or namespace. Safe to repeat; rejects to be called again later. */
export type RemovalStep = (removal: Removal) => Promise<void>;

export interface RemoverOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly log: Logger;
  readonly now: () => number;
  /** All of them, each for every removal, in this order. */
  readonly steps: readonly RemovalStep[];
}

/** How a deletion is asked for. */
export interface RemovalRequest {
  readonly by: Initiator;
  /** Cancel runs that are not complete and wait for their end. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

export interface Remover extends AsyncDisposable {
  /** Throws `notFound`, and `precondition` with the runs that are not complete. */
  readonly deletePipeline: (ref: PipelineRef, request: RemovalRequest) => Promise<{ readonly runs: number }>;
  /** The same for a namespace with its pipelines. */
  readonly deleteNamespace: (
    id: string,
    request: RemovalRequest,
  ) => Promise<{ readonly pipelines: number; readonly runs: number }>;
  /** Goes on with what an earlier kernel did not finish. */
  readonly resume: () => void;
}

/** New runs may begin while others are cancelled: so often it is tried again. */
const maxRounds = 5;
/** How long the output of runs that have ended is waited for; after that its container is removed without. */
const outputWaitMs = 10_000;

/**
 * Deletes pipelines and namespaces: at once from the ledger, and then, as often as it takes and over restarts,
 * from the stores outside it.
 */
export function openRemover({ ledger, engine, log, now, steps }: RemoverOptions): Remover {
  const stop = new AbortController();
  let working: Promise<void> | undefined;

  const cancelAndWait = async (namespace: string, pipelineId: string | undefined, { by, signal }: RemovalRequest) => {
    const live = ledger.listLiveRunsOf(namespace, pipelineId);
    await Promise.all(
      live.map(async (record) => {
        const ended = until(() => ledger.getRun(record).summary.state === "complete", record.key, signal);
        await engine.cancellation.run(record, by, true);
        await ended;
      }),
    );
    const keys = new Set(live.map(({ key }) => key));
    const patience = AbortSignal.any([signal, AbortSignal.timeout(outputWaitMs)]);
    const isStored = (key: number) => !ledger.listUnfinishedLogs().some(({ runKey }) => runKey === key);
    await Promise.all([...keys].map((key) => until(() => isStored(key), key, patience).catch(() => undefined)));
  };

  /** Rejects with `deadline` when the signal aborts first. */
  const until = async (holds: () => boolean, runKey: number, signal: AbortSignal): Promise<void> => {
    using changes = engine.watch(runKey, signal);
    for (;;) {
      changes.take();
      if (holds()) return;
      if (signal.aborted) throw new Fault("deadline", "the runs did not end in time: nothing was deleted, try again");
      await changes.next();
    }
  };

  const remove = async <T extends Readonly<Record<string, number>>>(
    place: { readonly namespace: string; readonly pipelineId?: string },
    request: RemovalRequest,
    kind: EventDraft["kind"],
    mutation: (writer: LedgerWriter) => T,
  ): Promise<T> => {
    for (let round = 1; ; round++) {
      if (request.force) await cancelAndWait(place.namespace, place.pipelineId, request);
      try {
        const removed = await ledger.commit((writer) => {
          const counts = mutation(writer);
          const details = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
          writer.recordEvents([{ kind, ...place, initiator: request.by, occurredAtMs: now(), details }]);
          return counts;
        });
        await clean();
        return removed;
      } catch (error) {
        const mayPass = error instanceof Fault && error.code === "precondition" && request.force;
        if (!mayPass || round === maxRounds) throw error;
      }
    }
  };

  /** One pass over what is left; false when something could not be deleted. */
  const pass = async (): Promise<boolean> => {
    let complete = true;
    for (const removal of ledger.listRemovals()) {
      if (stop.signal.aborted) return true;
      try {
        for (const step of steps) await step(removal);
        await ledger.commit((writer) => writer.forgetRemoval(removal.id));
      } catch (error) {
        complete = false;
        const { namespace, pipeline } = removal;
        log.warn({ namespace, pipeline: pipeline?.id, error: messageOf(error) }, "not all was deleted, trying again");
      }
    }
    return complete;
  };

  const goOn = async () => {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      await delay(Math.max(1000, backoffMs(failures)), undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted || (await pass())) break;
    }
    working = undefined;
  };

  /** Deletes what can be deleted now; what cannot is tried again in the background. */
  const clean = async () => {
    if (!(await pass())) working ??= goOn();
  };

  return {
    deletePipeline: (ref, request) => {
      ledger.getPipeline(ref);
      return remove(ref, request, "pipeline_deleted", (writer) => writer.deletePipeline(ref));
    },
    deleteNamespace: (id, request) => {
      ledger.getNamespace(id);
      return remove({ namespace: id }, request, "namespace_deleted", (writer) => writer.deleteNamespace(id));
    },
    resume: () => {
      working ??= pass().then((complete) => {
        working = undefined;
        if (!complete) working = goOn();
      });
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await working;
    },
  };
}
