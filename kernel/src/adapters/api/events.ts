import { Fault } from "@gofer/sdk/fault";
import type { EventFilter } from "../../domain/event.js";
import type { Ledger } from "../../ports/ledger.js";
import { eventKindsFrom } from "./from-proto.js";
import type { Handlers } from "./kernel-service.js";
import { eventToProto } from "./to-proto.js";

const pageSize = 500;

/** Every reader pages through the ledger at its own pace: a slow one holds up nobody and loses nothing. */
export function eventHandlers({ ledger }: { ledger: Ledger }): Handlers<"listEvents" | "getEvent"> {
  return {
    getEvent({ sequence }) {
      const event = ledger.findEvent(sequence);
      if (!event)
        throw new Fault("notFound", `there is no event ${sequence}: it never was, or retention has deleted it`);
      return { event: eventToProto(event) };
    },
    async *listEvents(request, { signal }) {
      if (request.reverse && request.follow) throw new Fault("invalid", "reverse and follow exclude each other");
      const filter: Omit<EventFilter, "afterSequence" | "limit"> = {
        reverse: request.reverse,
        kinds: eventKindsFrom(request.kinds),
        namespace: request.namespace || undefined,
        pipelineId: request.pipelineId || undefined,
        runId: request.runId || undefined,
      };
      let left = request.limit || Number.MAX_SAFE_INTEGER;
      let afterSequence = request.afterSequence;
      const wake = new Waker();
      using _listening = wake.listen(ledger);
      while (!signal.aborted) {
        const events = ledger.listEvents({ ...filter, afterSequence, limit: Math.min(left, pageSize) });
        for (const event of events) {
          afterSequence = event.sequence;
          left--;
          yield { event: eventToProto(event) };
        }
        if (left <= 0) return;
        if (events.length > 0) continue;
        if (!request.follow) return;
        await wake.next(signal);
      }
    },
  };
}

/** Remembers that something happened while its owner was busy. */
class Waker {
  #rung = false;
  #ring: () => void = () => undefined;

  listen(ledger: Ledger): Disposable {
    const stop = ledger.onEvents(() => {
      this.#rung = true;
      this.#ring();
    });
    return { [Symbol.dispose]: stop };
  }

  async next(signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#ring = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    this.#rung = false;
  }
}
