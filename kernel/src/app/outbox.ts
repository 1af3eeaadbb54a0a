/**
 * What waits to be sent on a stream, as one growing message: what is put in during one turn of the event
 * loop, or while the reader is slow, leaves together. `take` empties it; undefined means that nothing waits.
 */
export function createOutbox<Message>(take: () => Message | undefined, signal: AbortSignal) {
  let wake = () => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  return {
    /** Something waits. */
    ring: () => wake(),
    async *[Symbol.asyncIterator](): AsyncGenerator<Message> {
      while (!signal.aborted) {
        const message = take();
        if (message !== undefined) {
          yield message;
          continue;
        }
        await new Promise<void>((resolve) => (wake = resolve));
        // The rest of this turn's items go into the same message.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
}
