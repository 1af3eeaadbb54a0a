import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { ContainerEventInput } from "@gofer/sdk/plugin";

const kept = 10_000;
const signOfLifeMs = 25_000;
const mostInOneMessage = 1000;

interface Batch {
  readonly events: ContainerEventInput[];
  readonly resumeToken: Buffer;
  readonly resync: boolean;
}

/**
 * The events of all containers in order, for any number of readers at their own pace. A token names this process and a
 * number; one of another process, or of what is no longer kept, begins with a resync.
 */
export class EventFeed {
  readonly #epoch = randomBytes(6).toString("hex");
  readonly #news = new EventEmitter().setMaxListeners(0);
  #events: (ContainerEventInput | "gap")[] = [];
  /** Number of the first event that is kept. */
  #first = 0;

  add(event: ContainerEventInput | "gap"): void {
    this.#events.push(event);
    if (this.#events.length > 2 * kept) {
      this.#first += this.#events.length - kept;
      this.#events = this.#events.slice(-kept);
    }
    this.#news.emit("add");
  }

  async *read(resumeToken: Buffer, signal: AbortSignal): AsyncGenerator<Batch> {
    const [epoch, number] = resumeToken.toString().split(":");
    let next = this.#first + this.#events.length;
    let resync = false;
    if (resumeToken.length > 0) {
      const wanted = Number(number);
      resync = epoch !== this.#epoch || !(wanted >= this.#first && wanted <= next);
      if (!resync) next = wanted;
    }
    for (let first = true; !signal.aborted; first = false) {
      if (next < this.#first) {
        // Slower than what is kept.
        next = this.#first;
        resync = true;
      }
      const taken = this.#events.slice(next - this.#first, next - this.#first + mostInOneMessage);
      const gap = taken.indexOf("gap");
      // Events before a gap go without its mark: what the kernel lists after it is newer.
      const batch = gap > 0 ? taken.slice(0, gap) : gap === 0 ? taken.slice(0, 1) : taken;
      next += batch.length;
      if (gap === 0) resync = true;
      const events = batch.filter((event) => event !== "gap");
      if (first || resync || events.length > 0) {
        yield { events, resync, resumeToken: Buffer.from(`${this.#epoch}:${next}`) };
        resync = false;
        continue;
      }
      const round = new AbortController();
      const until = { signal: AbortSignal.any([signal, round.signal]) };
      const woken = await Promise.race([
        once(this.#news, "add", until).then(() => true),
        delay(signOfLifeMs, false, until),
      ]).catch(() => true);
      round.abort();
      // Everything of this turn of the event loop goes in one message.
      if (woken) await new Promise((turn) => setImmediate(turn));
      else yield { events: [], resync: false, resumeToken: Buffer.from(`${this.#epoch}:${next}`) };
    }
  }
}
