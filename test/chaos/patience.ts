import { setTimeout as delay } from "node:timers/promises";

/** Waits no longer than this, and then says what it waited for and how things stand. */
export async function within<T>(
  patienceMs: number,
  what: string,
  work: Promise<T>,
  howItStands: () => Promise<string> | string = () => "",
): Promise<T> {
  const over = new AbortController();
  const late = delay(patienceMs, undefined, { signal: over.signal }).then(async () => {
    const standing = await Promise.race([
      Promise.resolve()
        .then(howItStands)
        .catch((error: unknown) => `how things stand cannot be told: ${String(error)}`),
      delay(10_000, "how things stand is not told either"),
    ]);
    throw new Error(`${what}: not after ${patienceMs / 1000} s\n${standing}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}

/** Waits as long as something goes on: a busy machine takes its time. */
export async function whileMoving<T>(
  patienceMs: number,
  what: string,
  work: Promise<T>,
  progress: () => number,
  howItStands: () => Promise<string> | string,
): Promise<T> {
  let settled = false;
  const outcome = work.finally(() => (settled = true));
  outcome.catch(() => undefined);
  for (let before = progress(); ; ) {
    try {
      return await within(patienceMs, what, outcome, howItStands);
    } catch (error) {
      const after = progress();
      if (settled || after === before) throw error;
      before = after;
    }
  }
}
