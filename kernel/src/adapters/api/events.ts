import { Fault } from "@gofer/sdk/fault";
import { type Caller, isManagement } from "../../domain/caller.js";
import type { EventFilter, RecordedEvent } from "../../domain/event.js";
import type { Ledger } from "../../ports/ledger.js";
import { eventKindsFrom } from "./from-proto.js";
import { callerOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { eventToProto } from "./to-proto.js";

type EventSource = Pick<Ledger, "listEvents" | "newestEvent" | "onEvents" | "findEvent" | "getNamespace">;

const pageSize = 500;

/** Every reader pages through the ledger at its own pace: a slow one holds up nobody and loses nothing. */
export function eventHandlers({ ledger }: { ledger: EventSource }): Handlers<"listEvents" | "getEvent"> {
  return {
    getEvent({ sequence }, call) {
      const event = ledger.findEvent(sequence);
      if (!event || !sightOf(ledger, callerOf(call))(event))
        throw new Fault("notFound", `there is no event ${sequence}: it never was, or retention has deleted it`);
      return { event: eventToProto(event) };
    },
    async *listEvents(request, call) {
      const { signal } = call;
      const caller = callerOf(call);
      if (request.reverse && request.follow) throw new Fault("invalid", "reverse and follow exclude each other");
      if (request.limit < 0) throw new Fault("invalid", `limit ${request.limit} is less than 0`);
      if (request.runId !== 0 && request.pipelineId === "")
        throw new Fault(
          "invalid",
          `run ${request.runId} is of no pipeline: name it, runs are numbered in their pipeline`,
        );
      const space = namespaceOf(caller, request.namespace);
      const maySee = sightOf(ledger, caller);
      const filter: Omit<EventFilter, "afterSequence" | "limit"> = {
        reverse: request.reverse,
        kinds: eventKindsFrom(request.kinds),
        namespace: space,
        pipelineId: request.pipelineId || undefined,
        runId: request.runId || undefined,
      };
      let left = request.limit || Number.MAX_SAFE_INTEGER;
      let afterSequence = request.afterSequence;
      const wake = new Waker();
      using _listening = wake.listen(ledger);
      while (!signal.aborted) {
        // What was looked through without a match is not looked through again.
        const upTo = ledger.newestEvent();
        const limit = Math.min(left, pageSize);
        const events = ledger.listEvents({ ...filter, afterSequence, limit, ...(request.reverse ? {} : { upTo }) });
        for (const event of events) {
          afterSequence = event.sequence;
          if (!maySee(event)) continue;
          left--;
          yield { event: eventToProto(event) };
        }
        if (left <= 0) return;
        if (events.length === limit) continue;
        if (!request.follow) return;
        afterSequence = Math.max(afterSequence, upTo);
        await wake.next(signal);
      }
    },
  };
}

/** The namespace to look in; undefined means all. Throws `notFound` for one that the caller may not see. */
function namespaceOf(caller: Caller, wanted: string): string | undefined {
  const own = caller.kind === "run" ? [caller.run.namespace] : caller.kind === "client" ? caller.namespaces : undefined;
  if (wanted === "") return own?.length === 1 ? own[0] : undefined;
  if (own && !own.includes(wanted))
    throw new Fault("notFound", `there is no namespace "${wanted}" that this token is for: gofer service token whoami`);
  return wanted;
}

/**
 * Which events the caller may see: clients those of their namespaces, tasks those of their run, plugins those of all
 * namespaces, and management those of the server too. What happened in an earlier namespace of the same id is not the clients' of this one.
 */
function sightOf(ledger: EventSource, caller: Caller): (event: RecordedEvent) => boolean {
  if (isManagement(caller)) return () => true;
  if (caller.kind === "run") {
    const { run } = caller;
    return ({ namespace, pipelineId, runId }) =>
      namespace === run.namespace && pipelineId === run.pipelineId && runId === run.runId;
  }
  if (caller.kind === "plugin") return ({ namespace = "" }) => namespace !== "";
  const own = caller.kind === "client" ? caller.namespaces : [];
  const since = new Map(own.map((id) => [id, ledger.getNamespace(id).createdAtMs]));
  return ({ namespace = "", occurredAtMs }) => occurredAtMs >= (since.get(namespace) ?? Number.POSITIVE_INFINITY);
}

/** Remembers that something happened while its owner was busy. What follows from a commit goes before those who read of it. */
class Waker {
  #rung = false;
  #isDue = false;
  #ring: () => void = () => undefined;

  listen(ledger: EventSource): Disposable {
    const stop = ledger.onEvents(() => {
      if (this.#isDue) return;
      this.#isDue = true;
      setImmediate(() => {
        this.#isDue = false;
        this.#rung = true;
        this.#ring();
      });
    });
    return { [Symbol.dispose]: stop };
  }

  async next(signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#ring = resolve;
        signal.addEventListener("abort", this.#ring, { once: true });
      });
      // The signal lives as long as the reader: a listener for each wait would pile up.
      signal.removeEventListener("abort", this.#ring);
    }
    this.#rung = false;
  }
}
