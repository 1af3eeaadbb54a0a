import { once } from "node:events";
import { type Client, Metadata, type ServiceDefinition, status } from "@grpc/grpc-js";
import { Fault, faultCodeOf } from "../fault.js";
import { type CallOptions, type Service, type ServiceClient, uncapitalize } from "./service.js";

export interface ClientOptions {
  /** Deadline of unary calls that name none. Default 30 s; no unary call is without one. */
  readonly timeoutMs?: number;
  /** Put in front of error messages together with the method, for example `plugin "docker" 0.1.0`. */
  readonly peer?: string;
  /** Sent with every call. */
  readonly metadata?: Metadata;
  /** Ends every call with `unavailable`: the other side is gone, or the channel is about to be closed. */
  readonly signal?: AbortSignal;
}

/** Turns a grpc-js channel into an object of promises and async iterables. Every failure is a `Fault`. */
export function clientOf<Handlers, Definition extends ServiceDefinition>(
  { definition }: Service<Handlers, Definition>,
  channel: Client,
  options: ClientOptions = {},
): ServiceClient<Handlers, Definition> {
  // One listener for all calls: a signal that lives as long as a connection would collect one of each.
  const calls = new Set<(fault: Fault) => void>();
  const endAll = () => {
    for (const end of calls)
      end(new Fault("unavailable", `${options.peer ?? "the other side"} is no longer connected`));
  };
  options.signal?.addEventListener("abort", endAll, { once: true });
  const methods = Object.entries(definition).map(([name, method]) => {
    const target = { channel, method, options, calls };
    const call = method.responseStream ? callForStream : callForOne;
    return [uncapitalize(name), (request: unknown, call_: CallOptions = {}) => call(target, request, call_)] as const;
  });
  // Built from the same definition that the types were generated from.
  return Object.fromEntries(methods) as ServiceClient<Handlers, Definition>;
}

interface Target {
  readonly channel: Client;
  readonly method: ServiceDefinition[string];
  readonly options: ClientOptions;
  /** How to end each call that is under way. */
  readonly calls: Set<(fault: Fault) => void>;
}

/** grpc-js may forget a call when its channel is closed; a promise that nobody settles hangs for ever. */
const graceMs = 1000;

/** Registers a call so that it ends with its signals; returns how to take it out again. */
function endWith({ calls }: Target, { signal }: CallOptions, end: (fault: Fault) => void): () => void {
  const cancel = () => end(new Fault("cancelled", "cancelled"));
  signal?.addEventListener("abort", cancel, { once: true });
  calls.add(end);
  return () => {
    signal?.removeEventListener("abort", cancel);
    calls.delete(end);
  };
}

function refusal({ options }: Target, { signal }: CallOptions): Fault | undefined {
  if (signal?.aborted) return new Fault("cancelled", "cancelled");
  if (!options.signal?.aborted) return undefined;
  return new Fault("unavailable", `${options.peer ?? "the other side"} is no longer connected`);
}

function callForOne(target: Target, request: unknown, call: CallOptions): Promise<unknown> {
  const { channel, method, options } = target;
  const refused = refusal(target, call);
  if (refused) return Promise.reject(refused);
  return new Promise((resolve, reject) => {
    let forgotten: NodeJS.Timeout | undefined;
    const settled = (error: unknown, response?: unknown) => {
      release();
      clearTimeout(forgotten);
      if (error !== null && error !== undefined) reject(faultOf(error, method.path, options));
      else resolve(response);
    };
    const end = (fault: Fault) => {
      settled(fault);
      rpc.cancel();
    };
    const release = endWith(target, call, end);
    const timeoutMs = call.timeoutMs ?? (method.requestStream ? undefined : (options.timeoutMs ?? 30_000));
    const deadline = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
    if (timeoutMs !== undefined) {
      forgotten = setTimeout(() => end(new Fault("deadline", "did not answer in time")), timeoutMs + graceMs);
    }
    const metadata = options.metadata ?? new Metadata();
    const { path, requestSerialize, responseDeserialize } = method;
    const rpc = method.requestStream
      ? // A transfer lasts as long as it lasts: only an explicit timeout limits it.
        channel.makeClientStreamRequest(path, requestSerialize, responseDeserialize, metadata, deadline, settled)
      : channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, deadline, settled);
    if (isSink(rpc)) {
      send(rpc, request as AsyncIterable<unknown>).catch((error: unknown) => {
        settled(error);
        rpc.cancel();
      });
    }
  });
}

async function* callForStream(target: Target, request: unknown, call: CallOptions): AsyncGenerator {
  const { channel, method, options } = target;
  const refused = refusal(target, call);
  if (refused) throw refused;
  const deadline = call.timeoutMs === undefined ? {} : { deadline: Date.now() + call.timeoutMs };
  const { path, requestSerialize, responseDeserialize } = method;
  const rpc = method.requestStream
    ? channel.makeBidiStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        options.metadata ?? new Metadata(),
        deadline,
      )
    : channel.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        options.metadata ?? new Metadata(),
        deadline,
      );
  // After the loop below is left, nobody listens any more; a late error must not become an uncaught one.
  rpc.on("error", () => undefined);
  const release = endWith(target, call, (fault) => {
    rpc.cancel();
    rpc.destroy(fault);
  });
  if (isSink(rpc)) send(rpc, request as AsyncIterable<unknown>).catch((error: unknown) => rpc.destroy(error as Error));
  try {
    yield* rpc;
  } catch (error) {
    if (call.signal?.aborted) throw new Fault("cancelled", "cancelled", { cause: error });
    throw faultOf(error, method.path, options);
  } finally {
    release();
    rpc.cancel();
  }
}

interface Sink extends NodeJS.EventEmitter {
  write(message: unknown): boolean;
  end(): void;
}

function isSink(call: NodeJS.EventEmitter): call is Sink {
  return "write" in call && "end" in call;
}

async function send(sink: Sink, requests: AsyncIterable<unknown>): Promise<void> {
  const closed = new AbortController();
  sink.once("close", () => closed.abort());
  sink.once("status", () => closed.abort());
  for await (const request of requests) {
    if (closed.signal.aborted) return;
    if (!sink.write(request)) {
      await once(sink, "drain", { signal: closed.signal }).catch(() => undefined);
    }
  }
  sink.end();
}

function faultOf(error: unknown, path: string, { peer }: ClientOptions): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof Fault) return error;
  if (!("code" in error) || typeof error.code !== "number") return error;
  const details = "details" in error && typeof error.details === "string" ? error.details : error.message;
  const message = error.code === (status.DEADLINE_EXCEEDED as number) ? "did not answer in time" : details;
  const method = path.slice(path.lastIndexOf("/") + 1);
  return new Fault(faultCodeOf(error.code), message, { cause: error, ...(peer ? { peer: `${peer}, ${method}` } : {}) });
}
