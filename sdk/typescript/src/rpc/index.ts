export { type ClientOptions, clientOf } from "./client.js";
export { listenPinned, PinnedCredentials } from "./pinned.js";
export { addService, type Interceptor, type ServedCall } from "./server.js";
export type { CallContext, CallOptions, Service, ServiceClient, ServiceImpl } from "./service.js";
