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
import { toStatus } from "../fault.js";
import { type CallContext, type Service, type ServiceImpl, uncapitalize } from "./service.js";

/** Wraps every call of a server: authentication, logging, metrics. Runs in list order, outermost first. */
export type Interceptor = (call: CallContext, next: () => Promise<void>) => Promise<void>;

/** Registers plain functions as the handlers of a gRPC service. The only place where a call meets an error. */
export function addService<Handlers>(
  server: Server,
  { definition }: Service<Handlers, ServiceDefinition>,
  impl: NoInfer<ServiceImpl<Handlers>>,
  interceptors: readonly Interceptor[] = [],
): void {
  const methods = impl as Readonly<Record<string, Method>>;
  const handlers = Object.entries(definition).map(([name, { path, requestStream, responseStream }]) => {
    const method = methods[uncapitalize(name)];
    if (!method) throw new TypeError(`${path} has no implementation`);
    const served = { path, method, interceptors };
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
}

function serveUnary({ path, method, interceptors }: Served): UntypedHandleCall {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    const context = contextOf(path, call);
    answer(context, interceptors, callback, () => method(call.request, context));
  };
}

function serveClientStream({ path, method, interceptors }: Served): UntypedHandleCall {
  return (call: ServerReadableStream<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    const context = contextOf(path, call);
    // The call itself is the iterable of requests; a handler that breaks out of it ends the call.
    answer(context, interceptors, callback, () => method(call, context));
  };
}

function answer(
  context: CallContext,
  interceptors: readonly Interceptor[],
  callback: sendUnaryData<unknown>,
  handle: () => unknown,
): void {
  let response: unknown;
  intercept(context, interceptors, async () => {
    response = await handle();
  }).then(
    () => callback(null, response),
    (error: unknown) => callback(toStatus(error)),
  );
}

function serveStream({ path, method, interceptors }: Served, requestStream: boolean): UntypedHandleCall {
  return (call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>) => {
    const context = contextOf(path, call);
    const request = requestStream ? call : (call as ServerWritableStream<unknown, unknown>).request;
    intercept(context, interceptors, async () => {
      for await (const message of method(request, context) as AsyncIterable<unknown>) {
        if (context.signal.aborted) return;
        // A slow reader slows the handler: nothing is buffered beyond the stream's own window.
        if (!call.write(message)) await once(call, "drain", { signal: context.signal });
      }
    }).then(
      () => call.end(),
      (error: unknown) => {
        if (!context.signal.aborted) call.emit("error", toStatus(error));
      },
    );
  };
}

function contextOf(
  method: string,
  call: { metadata: CallContext["metadata"]; on(event: "cancelled", listener: () => void): unknown },
): CallContext {
  const controller = new AbortController();
  call.on("cancelled", () => controller.abort());
  return { method, metadata: call.metadata, signal: controller.signal };
}

async function intercept(
  call: CallContext,
  interceptors: readonly Interceptor[],
  handle: () => Promise<void>,
): Promise<void> {
  const chain = interceptors.reduceRight<() => Promise<void>>((next, wrap) => () => wrap(call, next), handle);
  await chain();
}
