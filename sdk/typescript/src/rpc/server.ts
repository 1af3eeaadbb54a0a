import { once } from "node:events";
import type {
  Server,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  sendUnaryData,
  UntypedHandleCall,
} from "@grpc/grpc-js";
import { Fault, toStatus } from "../fault.js";
import { type CallContext, type Service, type ServiceImpl, uncapitalize } from "./service.js";

/** Wraps every call of a server: authentication, logging, metrics. Runs in list order, outermost first. */
export type Interceptor = (call: CallContext, next: () => Promise<void>, served: ServedCall) => Promise<void>;

/** What only an interceptor may do with a call. */
export interface ServedCall {
  /**
   * The request, or the first message of a stream of requests, which the handler still gets as its first.
   * Undefined when the stream ends without one.
   */
  readonly firstRequest: () => Promise<unknown>;
  /** Ends the call with this error, wherever its handler is; its signal aborts. */
  readonly end: (fault: Fault) => void;
}

/** Registers plain functions as the handlers of a gRPC service. The only place where a call meets an error. */
export function addService<Handlers>(
  server: Server,
  { definition }: Service<Handlers, ServiceDefinition>,
  impl: NoInfer<ServiceImpl<Handlers>>,
  interceptors: readonly Interceptor[] = [],
): void {
  const methods = impl as Readonly<Record<string, Method>>;
  const handlers = Object.entries(definition).map(([name, described]) => {
    const { path, requestStream, responseStream } = described;
    const method = methods[uncapitalize(name)];
    if (!method) throw new TypeError(`${path} has no implementation`);
    const served = { path, method, interceptors, definition: described };
    if (responseStream) return [name, serveStream(served, requestStream)] as const;
    return [name, requestStream ? serveClientStream(served) : serveUnary(served)] as const;
  });
  server.addService(definition, Object.fromEntries(handlers));
}

type Method = (request: unknown, call: CallContext) => unknown;

interface Served {
  readonly path: string;
  readonly method: Method;
  readonly interceptors: readonly Interceptor[];
  readonly definition: object;
}

function serveUnary({ path, method, interceptors }: Served): UntypedHandleCall {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    const opened = open(path, call);
    const firstRequest = async () => call.request;
    answer({ ...opened, firstRequest }, interceptors, callback, () => method(call.request, opened.context));
  };
}

function serveClientStream({ path, method, interceptors }: Served): UntypedHandleCall {
  return (call: ServerReadableStream<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    const opened = open(path, call);
    // A handler that breaks out of the iterable of requests ends the call.
    const { requests, firstRequest } = peekable(call[Symbol.asyncIterator]());
    answer({ ...opened, firstRequest }, interceptors, callback, () => method(requests, opened.context));
  };
}

function answer(
  opened: Opened & Pick<ServedCall, "firstRequest">,
  interceptors: readonly Interceptor[],
  callback: sendUnaryData<unknown>,
  handle: () => unknown,
): void {
  let response: unknown;
  intercept(opened, interceptors, async () => {
    response = await handle();
  }).then(
    () => callback(null, response),
    (error: unknown) => callback(toStatus(error)),
  );
}

function serveStream({ path, method, interceptors, definition }: Served, requestStream: boolean): UntypedHandleCall {
  return (call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>) => {
    sendFrames(call, definition);
    const opened = open(path, call);
    const { context } = opened;
    const single = (call as ServerWritableStream<unknown, unknown>).request;
    const { requests, firstRequest } = requestStream
      ? // The end of the requests is not the end of the call: its answers may come later.
        peekable((call as ServerDuplexStream<unknown, unknown>).iterator({ destroyOnReturn: false }))
      : { requests: single, firstRequest: async () => single };
    intercept({ ...opened, firstRequest }, interceptors, async () => {
      for await (const message of method(requests, context) as AsyncIterable<unknown>) {
        if (context.signal.aborted) return;
        // A slow reader slows the handler: nothing is buffered beyond the stream's own window.
        if (!call.write(message)) await once(call, "drain", { signal: context.signal });
      }
    }).then(
      () => call.end(),
      (error: unknown) => {
        if (!context.signal.aborted || context.signal.reason instanceof Fault) call.emit("error", toStatus(error));
      },
    );
  };
}

/**
 * Has a call send the frames of a method that `encodeOnce` has made. grpc-js copies each message behind its prefix for
 * each call, which was half of the time of ten calls with one output, most of it for the garbage; it has no way but this
 * one to be kept from it. Where it is made differently it goes on to copy.
 */
function sendFrames(call: object, method: object): void {
  if (!("frameOf" in method) || !("call" in call)) return;
  const { call: sender } = call;
  if (typeof sender === "object" && sender !== null && "serializeMessage" in sender)
    sender.serializeMessage = method.frameOf;
}

interface Opened extends Pick<ServedCall, "end"> {
  readonly context: CallContext;
  /** Rejects when the call is ended from outside its handler. */
  readonly ended: Promise<never>;
}

/** A call is told that it is over at its usual end too: to make a reason each time costs more than to abort. */
const gone = new DOMException("the caller has gone, or has its answer", "AbortError");

function open(
  method: string,
  call: {
    metadata: CallContext["metadata"];
    getPeer(): string;
    on(event: "cancelled", listener: () => void): unknown;
  },
): Opened {
  const controller = new AbortController();
  let end: ServedCall["end"] = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = (fault) => {
      reject(fault);
      controller.abort(fault);
    };
  });
  ended.catch(() => undefined);
  call.on("cancelled", () => controller.abort(gone));
  return { context: { method, metadata: call.metadata, peer: call.getPeer(), signal: controller.signal }, end, ended };
}

/** A stream of requests whose first one may be looked at before it is read. */
function peekable(iterator: AsyncIterator<unknown>): {
  requests: AsyncIterable<unknown>;
  firstRequest: () => Promise<unknown>;
} {
  let first: Promise<IteratorResult<unknown>> | undefined;
  const peek = () => (first ??= iterator.next());
  async function* read() {
    try {
      for (let next = await peek(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return {
    requests: read(),
    firstRequest: async () => {
      const first = await peek();
      return first.done === true ? undefined : first.value;
    },
  };
}

async function intercept(
  { context, end, ended, firstRequest }: Opened & Pick<ServedCall, "firstRequest">,
  interceptors: readonly Interceptor[],
  handle: () => Promise<void>,
): Promise<void> {
  const served = { firstRequest, end };
  const chain = interceptors.reduceRight<() => Promise<void>>(
    (next, wrap) => () => wrap(context, next, served),
    handle,
  );
  await Promise.race([chain(), ended]);
}
