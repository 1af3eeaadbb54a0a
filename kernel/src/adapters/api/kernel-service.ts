import type { Kernel, Service } from "@gofer/proto";
import type { ServiceImpl } from "@gofer/sdk/rpc";

export type KernelHandlers = typeof Kernel extends Service<infer Handlers, infer _> ? Handlers : never;
type KernelImpl = ServiceImpl<KernelHandlers>;

/** Request of a method of gofer.kernel.v1.Kernel. */
export type RequestOf<Method extends keyof KernelImpl> = Parameters<KernelImpl[Method]>[0];
/** Response, or one message of the response stream. */
export type ResponseOf<Method extends keyof KernelImpl> =
  ReturnType<KernelImpl[Method]> extends AsyncIterable<infer Message>
    ? Message
    : Awaited<ReturnType<KernelImpl[Method]>>;
/** The handlers of one file. */
export type Handlers<Method extends keyof KernelImpl> = Pick<KernelImpl, Method>;
