import { Fault } from "@gofer/sdk/fault";
import SqliteDatabase, { type Database } from "better-sqlite3";

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
      if (batch.length === 1) return [{ error: faultOf(error) }];
    }
    return batch.map(({ mutation }) => {
      try {
        return { value: alone.immediate(mutation) };
      } catch (error) {
        afterRollback();
        return { error: faultOf(error) };
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

/** What the file or its disk has against a write, as a person can act on it. Nothing of the write is left. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof SqliteDatabase.SqliteError)) return error;
  const { code, message } = error;
  if (code === "SQLITE_FULL") {
    return new Fault("exhausted", "no space is left for the ledger: free space on the disk of data_dir", {
      cause: error,
    });
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new Fault("unavailable", "the ledger is locked by another process: end what has the file open", {
      cause: error,
    });
  }
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code)) {
    return new Fault("unavailable", `the ledger cannot be written (${message}): look at the disk of data_dir`, {
      cause: error,
    });
  }
  return error;
}
