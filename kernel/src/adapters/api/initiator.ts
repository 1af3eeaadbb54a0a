import { Fault } from "@gofer/sdk/fault";
import type { CallContext } from "@gofer/sdk/rpc";
import { type Caller, initiatorFrom } from "../../domain/caller.js";
import type { Initiator } from "../../domain/pipeline.js";

/** The callers of the calls that are going on; the transport's context of a call has no room for it. */
const callers = new WeakMap<CallContext, Caller>();

/** For the access interceptor alone. */
export function setCaller(call: CallContext, caller: Caller): void {
  callers.set(call, caller);
}

/** Who makes a call. */
export function callerOf(call: CallContext): Caller {
  const caller = callers.get(call);
  if (!caller) throw new Fault("internal", `${call.method} went past the access check`);
  return caller;
}

/** What the caller is recorded as. */
export function initiatorOf(call: CallContext): Initiator {
  return initiatorFrom(callerOf(call));
}
