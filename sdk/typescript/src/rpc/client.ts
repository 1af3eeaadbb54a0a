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
}

/** Turns a grpc-js channel into an object of promises and async iterables. Every failure is a `Fault`. */
export function clientOf<Handlers, Definition extends ServiceDefinition>(
  { definition }: Service<Handlers, Definition>,
  channel: Client,
  options: ClientOptions = {},
): ServiceClient<Handlers, Definition> {
  const methods = Object.entries(definition).map(([name, method]) => {
    const target = { channel, method, options };
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
}

function callForOne({ channel, method, options }: Target, request: unknown, call: CallOptions): Promise<unknown> {
  if (call.signal?.aborted) return Promise.reject(new Fault("cancelled", "cancelled"));
  return new Promise((resolve, reject) => {
    const settled = (error: unknown, response?: unknown) => {
      call.signal?.removeEventListener("abort", cancel);
      if (error !== null && error !== undefined) reject(faultOf(error, method.path, options));
      else resolve(response);
    };
    const deadline = { deadline: Date.now() + (call.timeoutMs ?? options.timeoutMs ?? 30_000) };
    const metadata = options.metadata ?? new Metadata();
    const { path, requestSerialize, responseDeserialize } = method;
    const rpc = method.requestStream
      ? // A transfer lasts as long as it lasts: only an explicit timeout limits it.
        channel.makeClientStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          metadata,
          call.timeoutMs === undefined ? {} : deadline,
          settled,
        )
      : channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, deadline, settled);
    const cancel = () => rpc.cancel();
    call.signal?.addEventListener("abort", cancel, { once: true });
    if (isSink(rpc)) {
      send(rpc, request as AsyncIterable<unknown>).catch((error: unknown) => {
        settled(error);
        rpc.cancel();
      });
    }
  });
}

async function* callForStream(
  { channel, method, options }: Target,
  request: unknown,
  call: CallOptions,
): AsyncGenerator {
  if (call.signal?.aborted) throw new Fault("cancelled", "cancelled");
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
  const cancel = () => rpc.cancel();
  call.signal?.addEventListener("abort", cancel, { once: true });
  if (isSink(rpc)) send(rpc, request as AsyncIterable<unknown>).catch((error: unknown) => rpc.destroy(error as Error));
  try {
    yield* rpc;
  } catch (error) {
    if (call.signal?.aborted) throw new Fault("cancelled", "cancelled", { cause: error });
    throw faultOf(error, method.path, options);
  } finally {
    call.signal?.removeEventListener("abort", cancel);
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
  if (!("code" in error) || typeof error.code !== "number") return error;
  const details = "details" in error && typeof error.details === "string" ? error.details : error.message;
  const message = error.code === (status.DEADLINE_EXCEEDED as number) ? "did not answer in time" : details;
  const method = path.slice(path.lastIndexOf("/") + 1);
  return new Fault(faultCodeOf(error.code), peer ? `${peer}, ${method}: ${message}` : message, {
    cause: error,
  });
}
