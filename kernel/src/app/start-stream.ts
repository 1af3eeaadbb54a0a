import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { SchedulerClient } from "../ports/plugin-host.js";
import { type PortionLimits, portionsOf } from "./portions.js";

type Requests = Parameters<SchedulerClient["streamStarts"]>[0];
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;
type Spec = NonNullable<Request["containers"]>[number];
type Responses = ReturnType<SchedulerClient["streamStarts"]>;
type Result = (Responses extends AsyncIterable<infer Message extends { results: unknown }>
  ? Message
  : never)["results"][number];

interface Waiting {
  readonly dueAtMs: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How often it is looked for items whose time is over. */
const lookMs = 1000;

export interface StartStreamOptions {
  /** Of the scheduler, for messages. */
  readonly alias: string;
  readonly limits: PortionLimits<Spec>;
  /** How long an item may wait for its answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Starts containers by StreamStarts, on one stream that is opened when it is needed. What is asked for in one turn leaves
 * together; each item has its own answer. When the stream ends, every item that waits fails with why it did.
 */
export function createStartStream(client: Pick<SchedulerClient, "streamStarts">, options: StartStreamOptions) {
  let open: StartStream | undefined;
  let unsent: { readonly spec: Spec; readonly item: Waiting }[] = [];

  const connect = (): StartStream => {
    const stream = openStream(client, options);
    void stream.ended.then(() => {
      if (open === stream) open = undefined;
    });
    return (open = stream);
  };

  const flush = () => {
    const batch = unsent;
    unsent = [];
    const { waiting, send } = open ?? connect();
    for (const { spec, item } of batch) {
      const { key = "" } = spec;
      waiting.get(key)?.reject(new Fault("aborted", `Start of ${key} was asked for once more`));
      // In the order in which their time is over.
      waiting.delete(key);
      waiting.set(key, item);
    }
    const specs = batch.map(({ spec }) => spec);
    for (const containers of portionsOf(specs, options.limits)) send({ containers });
  };

  return (spec: Spec): Promise<Result> =>
    new Promise((resolve, reject) => {
      // A tick comes after all promises that are settled by now, and before the event loop looks for anything else.
      if (unsent.length === 0) process.nextTick(flush);
      unsent.push({ spec, item: { dueAtMs: performance.now() + options.timeoutMs, resolve, reject } });
    });
}

interface StartStream {
  /** What has no answer yet, by key, oldest first. */
  readonly waiting: Map<string, Waiting>;
  readonly send: (request: Request) => void;
  /** Resolves when it is over, and nothing waits any more. */
  readonly ended: Promise<void>;
}

function openStream(
  client: Pick<SchedulerClient, "streamStarts">,
  { alias, timeoutMs, signal }: StartStreamOptions,
): StartStream {
  const remedy = `gofer plugin logs ${alias} may say why, and gofer plugin restart ${alias} starts it anew`;
  const waiting = new Map<string, Waiting>();
  const { requests, send } = outgoing<Request>();
  const read = async () => {
    for await (const { results } of client.streamStarts(requests, { signal })) {
      for (const result of results) {
        waiting.get(result.key)?.resolve(result);
        waiting.delete(result.key);
      }
    }
    throw new Fault("unavailable", `scheduler "${alias}" has ended its stream of starts: ${remedy}`);
  };
  const look = setInterval(() => {
    const nowMs = performance.now();
    for (const [key, { dueAtMs, reject }] of waiting) {
      if (dueAtMs > nowMs) return;
      waiting.delete(key);
      reject(
        new Fault(
          "deadline",
          `scheduler "${alias}" did not answer the start of ${key} in ${timeoutMs / 1000} s: ${remedy}`,
        ),
      );
    }
  }, lookMs);
  look.unref();
  const ended = read().catch((error: unknown) => {
    clearInterval(look);
    // However it ended: what has no answer may be sent again (contract of StreamStarts).
    const problem = isTransient(error) ? error : new Fault("unavailable", messageOf(error), { cause: error });
    for (const { reject } of waiting.values()) reject(problem);
    waiting.clear();
  });
  return { waiting, send, ended };
}

/** Messages as they are sent, for whoever takes them. */
function outgoing<Message>() {
  let messages: Message[] = [];
  let wake = () => {};
  async function* requests(): AsyncGenerator<Message> {
    for (;;) {
      const now = messages;
      messages = [];
      yield* now;
      if (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    requests: requests(),
    send: (message: Message) => {
      messages.push(message);
      wake();
    },
  };
}
