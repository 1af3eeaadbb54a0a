import type {
  Firing,
  SubscriptionInput,
  SubscriptionStatus,
  TriggerDefinition,
  TriggerHandlers,
  Verdict,
  WatchRequestInput,
} from "@gofer/proto";
import type { ServiceClient } from "../../rpc/index.js";
import type { Bench } from "../bench.js";
import { aborted, eventually } from "../check.js";
import { Nonconformance } from "../verdict.js";
import { parametersOf, subscribe } from "./subscription.js";

export type Client = ServiceClient<TriggerHandlers, TriggerDefinition>;

/** What the kernel has of the trigger on one Watch stream. */
export class Connection {
  readonly firings: Firing[] = [];
  readonly verdicts: Verdict[] = [];
  readonly statuses: SubscriptionStatus[] = [];
  readonly #requests: WatchRequestInput[] = [];
  readonly #stop = new AbortController();
  #more = new AbortController();
  #failure: unknown;
  #ended = false;

  constructor(client: Client) {
    void this.#read(client);
  }

  async #read(client: Client): Promise<void> {
    try {
      for await (const message of client.watch(this.#send(), { signal: this.#stop.signal })) {
        this.firings.push(...message.firings);
        this.verdicts.push(...message.verdicts);
        this.statuses.push(...message.statuses);
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#ended = true;
  }

  async *#send(): AsyncGenerator<WatchRequestInput> {
    while (!this.#stop.signal.aborted) {
      const next = this.#requests.shift();
      if (next) yield next;
      else await aborted(AbortSignal.any([this.#stop.signal, this.#more.signal]));
    }
  }

  send(request: WatchRequestInput): void {
    this.#requests.push(request);
    this.#more.abort();
    this.#more = new AbortController();
  }

  want(subscriptions: readonly SubscriptionInput[], credits = 100, continued = false, revision = 0): void {
    this.send({ subscriptions: { subscriptions: [...subscriptions], credits, continued, revision } });
  }

  ack({ subscriptionId, eventId }: Pick<Firing, "subscriptionId" | "eventId">): void {
    this.send({ acks: [{ subscriptionId, eventId }] });
  }

  nack({ subscriptionId, eventId }: Pick<Firing, "subscriptionId" | "eventId">, retryAfterMs: number): void {
    this.send({ nacks: [{ subscriptionId, eventId, reason: "the conformance program says so", retryAfterMs }] });
  }

  /** Waits for something to have come; throws when the stream ends first. */
  until<T>(what: string, ask: () => T | undefined, timeoutMs = 15_000): Promise<T> {
    return eventually(
      what,
      () => {
        const answer = ask();
        if (answer === undefined && this.#ended && !this.#stop.signal.aborted) {
          throw new Nonconformance(`Watch ended (${String(this.#failure)}) before: ${what}`);
        }
        return answer;
      },
      timeoutMs,
    );
  }

  /** Waits until everything that was sent has been worked on: the plugin tells the status of a new subscription. */
  async settled(bench: Bench, wanted: readonly SubscriptionInput[], credits = 100): Promise<void> {
    const marker = { ...subscribe(bench, parametersOf(bench.fixture)), createdAtMs: Date.now() };
    this.want([...wanted, marker], credits);
    await this.until("the status of one more subscription", () => this.statusOf(marker.id));
    this.want(wanted, credits);
  }

  statusOf(id: string): SubscriptionStatus | undefined {
    return this.statuses.findLast(({ subscriptionId }) => subscriptionId === id);
  }

  close(): void {
    this.#stop.abort();
  }
}
