import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
} from "@grpc/grpc-js";
import type { MethodDefinition } from "@grpc/proto-loader";

export type { Service } from "@gofer/proto";

/** What a handler may know about the call it serves. */
export interface CallContext {
  /** Full path, for example "/gofer.scheduler.v1.Scheduler/Start". */
  readonly method: string;
  readonly metadata: Metadata;
  /** Network address of the caller as the transport sees it, for example "127.0.0.1:40112". */
  readonly peer: string;
  /** Aborts when the caller goes away, its deadline passes, or the server stops or ends the call. */
  readonly signal: AbortSignal;
}

export interface CallOptions {
  /** Cancels the call; it then fails with the fault `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Deadline from now. Unary calls have one even when none is given here. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The methods of a service as plain functions: what a plugin author writes.
 * Server streams are async iterables; client streams arrive as one. Breaking out of either ends the call, but where both are
 * streams the answers alone do: they may go on when there is nothing more to hear.
 */
export type ServiceImpl<Handlers> = {
  readonly [Name in MethodName<Handlers> as Uncapitalize<Name>]: Handlers[Name] extends handleBidiStreamingCall<
    infer Request,
    infer Response
  >
    ? (requests: AsyncIterable<Request>, call: CallContext) => AsyncIterable<Response>
    : Handlers[Name] extends handleServerStreamingCall<infer Request, infer Response>
      ? (request: Request, call: CallContext) => AsyncIterable<Response>
      : Handlers[Name] extends handleClientStreamingCall<infer Request, infer Response>
        ? (requests: AsyncIterable<Request>, call: CallContext) => Promise<Response>
        : Handlers[Name] extends handleUnaryCall<infer Request, infer Response>
          ? (request: Request, call: CallContext) => Response | Promise<Response>
          : never;
};

/** The same methods as the caller sees them. Every failure is a `Fault`. */
export type ServiceClient<Handlers, Definition> = {
  readonly [Name in MethodName<Handlers> &
    keyof Definition as Uncapitalize<Name>]: Definition[Name] extends MethodDefinition<
    infer Request,
    infer _1,
    infer _2,
    infer Response
  >
    ? Handlers[Name] extends handleBidiStreamingCall<infer _3, infer _4>
      ? (requests: AsyncIterable<Request>, options?: CallOptions) => AsyncIterable<Response>
      : Handlers[Name] extends handleServerStreamingCall<infer _3, infer _4>
        ? (request: Request, options?: CallOptions) => AsyncIterable<Response>
        : Handlers[Name] extends handleClientStreamingCall<infer _3, infer _4>
          ? (requests: AsyncIterable<Request>, options?: CallOptions) => Promise<Response>
          : (request: Request, options?: CallOptions) => Promise<Response>
    : never;
};

/** Drops the index signature that grpc-js puts on every generated interface. */
export type MethodName<Handlers> = Extract<
  keyof { [Name in keyof Handlers as string extends Name ? never : Name]: never },
  string
>;

export const uncapitalize = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
