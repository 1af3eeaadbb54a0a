import type { Database } from "better-sqlite3";

interface Pending {
  readonly mutation: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: the mutations of one turn of the event loop share one transaction. There is no timed
 * window: waiting for more would only add latency, because senders already batch by turn.
 */
export function createCommitQueue(
  database: Database,
  { afterCommit, afterRollback }: { afterCommit: () => void; afterRollback: () => void },
) {
  let pending: Pending[] = [];
  let commits = 0;
  const together = database.transaction((batch: readonly Pending[]) => batch.map(({ mutation }) => mutation()));
  const alone = database.transaction((mutation: () => unknown) => mutation());

  const flush = () => {
    const batch = pending;
    pending = [];
    if (batch.length === 0) return;
    const results = settle(batch);
    commits++;
    afterCommit();
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = results[index];
      if (result && "value" in result) resolve(result.value as never);
      else reject(result?.error);
    }
  };

  /** One bad mutation must not undo its neighbours: after a failure each gets its own transaction. */
  const settle = (batch: readonly Pending[]): readonly ({ value: unknown } | { error: unknown })[] => {
    try {
      return together.immediate(batch).map((value) => ({ value }));
    } catch (error) {
      afterRollback();
      if (batch.length === 1) return [{ error }];
    }
    return batch.map(({ mutation }) => {
      try {
        return { value: alone.immediate(mutation) };
      } catch (error) {
        afterRollback();
        return { error };
      }
    });
  };

  return {
    flush,
    get commits() {
      return commits;
    },
    commit: <T>(mutation: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush);
        pending.push({ mutation, resolve, reject });
      }),
  };
}
