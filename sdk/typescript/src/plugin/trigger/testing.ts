import type {
  Ack,
  FiringInput,
  Nack,
  Subscription,
  SubscriptionStatusInput,
  VerdictInput,
  WatchRequest,
} from "@gofer/proto";
import { Metadata } from "@grpc/grpc-js";
import type { CallContext } from "../../rpc/index.js";
import type { OpenPlugin } from "../define.js";

/** A call as the handlers of a role get it, in one process with them. */
export function callInProcess(signal: AbortSignal = new AbortController().signal): CallContext {
  return { method: "", metadata: new Metadata(), peer: "", signal };
}

/** The kernel's end of a trigger's Watch stream, in one process with it: for tests of triggers. */
export class TriggerConnection implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #requests: WatchRequest[] = [];
  #requestAdded = () => {};
  #told = () => {};
  readonly #reading: Promise<void>;
  /** Everything that the trigger has said so far, in order. */
  readonly firings: FiringInput[] = [];
  readonly verdicts: VerdictInput[] = [];
  readonly statuses: SubscriptionStatusInput[] = [];
  /** Messages that said nothing: signs of life. */
  signsOfLife = 0;

  constructor({ trigger }: Pick<OpenPlugin<"trigger">, "trigger">) {
    const call = callInProcess(this.#stop.signal);
    this.#reading = (async () => {
      for await (const { firings = [], verdicts = [], statuses = [] } of trigger.watch(this.#sent(), call)) {
        this.firings.push(...firings);
        this.verdicts.push(...verdicts);
        this.statuses.push(...statuses);
        if (firings.length + verdicts.length + statuses.length === 0) this.signsOfLife++;
        this.#told();
      }
    })();
  }

  /** Sends the full set of what is wanted, or a part of it. */
  want(subscriptions: readonly Subscription[], { credits = 100, continued = false, revision = 0 } = {}): void {
    const set = { subscriptions: [...subscriptions], credits, continued, revision };
    this.#send({ subscriptions: set, acks: [], nacks: [] });
  }

  ack({ subscriptionId = "", eventId = "" }: FiringInput): void {
    const ack: Ack = { subscriptionId, eventId };
    this.#send({ subscriptions: null, acks: [ack], nacks: [] });
  }

  /** Refuses a firing: for good, or until later. */
  nack({ subscriptionId = "", eventId = "" }: FiringInput, { reason = "", retryAfterMs = 0 } = {}): void {
    const nack: Nack = { subscriptionId, eventId, reason, retryAfterMs };
    this.#send({ subscriptions: null, acks: [], nacks: [nack] });
  }

  /** Resolves when what was said fulfils the condition. */
  async until(condition: (said: this) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#requestAdded();
    await this.#reading;
  }

  #send(request: WatchRequest): void {
    this.#requests.push(request);
    this.#requestAdded();
  }

  async *#sent(): AsyncGenerator<WatchRequest> {
    while (!this.#stop.signal.aborted) {
      const request = this.#requests.shift();
      if (request) yield request;
      else
        await new Promise<void>((resolve) => {
          this.#requestAdded = resolve;
        });
    }
  }
}
