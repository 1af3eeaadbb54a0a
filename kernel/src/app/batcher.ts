import { isFault } from "@gofer/sdk/fault";

/**
 * Collects the items of one turn of the event loop into one call: a call costs far more than an item.
 * `send` gets a batch and returns one result per item in order; when it throws, every item fails. A batch whose time is
 * over is sent again item by item, so that one that hangs holds up no other: what is sent must be safe to repeat.
 */
export function createBatcher<Item, Result>(send: (items: Item[]) => Promise<readonly Result[]>) {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];

  const flush = () => {
    const batch = waiting;
    waiting = [];
    return sendAll(batch);
  };

  const sendAll = async (batch: typeof waiting): Promise<void> => {
    try {
      const results = await send(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error(`${results.length} results for ${batch.length} items`));
        else resolve(result);
      }
    } catch (error) {
      if (batch.length > 1 && isFault(error, "deadline")) {
        await Promise.all(batch.map((entry) => sendAll([entry])));
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  };

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ item, resolve, reject });
    });
}
