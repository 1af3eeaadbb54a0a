import { isFault } from "@gofer/sdk/fault";
import { type PortionLimits, portionsOf } from "./portions.js";

/** Items of one call, by the contracts. */
export const maxItems = 1000;

/**
 * Collects what is asked for at once into one call: a call costs far more than an item. At once is what follows from one
 * commit or message; with `gatherMs` it is all of so long a time, for what nobody waits for.
 * `send` gets a batch and returns one result per item in order; when it throws, every item fails. A batch whose time is
 * over is sent again item by item, so that one that hangs holds up no other: what is sent must be safe to repeat. What is more
 * than one message may carry goes out as several.
 */
export function createBatcher<Item, Result>(
  send: (items: Item[]) => Promise<readonly Result[]>,
  {
    gatherMs = 0,
    limits = { maxItems, maxWeight: Number.POSITIVE_INFINITY, weigh: () => 0 },
  }: { readonly gatherMs?: number; readonly limits?: PortionLimits<Item> } = {},
) {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  const portions: PortionLimits<Waiting> = { ...limits, weigh: ({ item }) => limits.weigh(item) };

  const flush = () => {
    const batch = waiting;
    waiting = [];
    for (const portion of portionsOf(batch, portions)) void sendAll(portion);
  };
  // A tick comes after all promises that are settled by now, and before the event loop looks for anything else.
  const flushSoon = () => (gatherMs > 0 ? setTimeout(flush, gatherMs) : process.nextTick(flush));

  const sendAll = async (batch: Waiting[]): Promise<void> => {
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
      if (waiting.length === 0) flushSoon();
      waiting.push({ item, resolve, reject });
    });
}
