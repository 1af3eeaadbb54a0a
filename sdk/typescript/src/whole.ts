import type { KernelClient } from "./client.js";

type WatchedRun = ReturnType<KernelClient["watchRun"]> extends AsyncIterable<infer Message> ? Message : never;

/** A run with all its task runs, in the order of the config, every attempt of a task after the other. */
export type WholeRun = Pick<WatchedRun, "run"> & { readonly taskRuns: readonly WatchedRun["taskRuns"][number][] };

/** Puts the messages of WatchRun, which tell what has changed, together: the run as a whole after each change. */
export async function* wholeRun(messages: AsyncIterable<WatchedRun>): AsyncGenerator<WholeRun> {
  const tasks = new Map<string, Map<number, WatchedRun["taskRuns"][number]>>();
  for await (const { run, taskRuns, partial } of messages) {
    for (const taskRun of taskRuns) {
      const attempts = tasks.get(taskRun.taskId) ?? new Map<number, typeof taskRun>();
      tasks.set(taskRun.taskId, attempts.set(taskRun.attempt, taskRun));
    }
    if (!partial) yield { run, taskRuns: [...tasks.values()].flatMap((attempts) => [...attempts.values()]) };
  }
}

/** All pages of a list, read one after the other as they are asked for. */
export async function* pagesOf<Page extends { readonly nextPageToken: string }>(
  read: (page: { readonly pageSize: number; readonly pageToken: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  for (let pageToken = ""; ; ) {
    const page = await read({ pageSize: 500, pageToken });
    yield page;
    pageToken = page.nextPageToken;
    if (pageToken === "") return;
  }
}
