import { once } from "node:events";
import { type FSWatcher, watch } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * How long news may stay unseen. The system drops what it has to tell about files when there is too much of it, and
 * says nothing of that.
 */
const unseenMs = 1000;

/** Tells when something has changed in the directories of tasks. */
export interface TaskWatch extends Disposable {
  /** Throws ENOENT when the directory is gone. Safe to repeat. */
  readonly add: (key: string, path: string) => void;
  readonly delete: (key: string) => void;
}

/** Calls `changed` when a directory has changed, and asks `isBehind` now and then whether that was missed. */
export function watchTasks(changed: (key: string) => void, isBehind: (key: string) => boolean): TaskWatch {
  const watchers = new Map<string, FSWatcher>();
  const remove = (key: string) => {
    watchers.get(key)?.close();
    watchers.delete(key);
  };
  const sweep = setInterval(() => {
    for (const key of [...watchers.keys()]) if (isBehind(key)) changed(key);
  }, unseenMs);
  return {
    add: (key, path) => {
      if (watchers.has(key)) return;
      const watcher = watch(path, () => changed(key));
      watcher.on("error", () => remove(key));
      watchers.set(key, watcher);
    },
    delete: remove,
    [Symbol.dispose]: () => {
      clearInterval(sweep);
      for (const key of [...watchers.keys()]) remove(key);
    },
  };
}

/**
 * What a directory does from now on. `next` resolves after a change, after a moment, or when the signal aborts. Watched for one
 * round only: a task that writes line by line tells of every line, and one piece of news is enough to read on.
 */
export function watchOnce(path: string): Disposable & { readonly next: (signal: AbortSignal) => Promise<void> } {
  const watcher = watch(path);
  const over = new AbortController();
  watcher.on("error", () => over.abort());
  const change = once(watcher, "change", { signal: over.signal }).catch(() => undefined);
  return {
    next: async (signal) => {
      const until = { signal: AbortSignal.any([signal, over.signal]) };
      await Promise.race([change, delay(unseenMs, undefined, until).catch(() => undefined)]);
    },
    [Symbol.dispose]: () => {
      over.abort();
      watcher.close();
    },
  };
}
