import type { CallContext } from "@gofer/sdk/rpc";
import type { Initiator } from "../../domain/pipeline.js";

/** Who makes a call. In development mode nobody has a name. */
export function initiatorOf(_call: CallContext): Initiator {
  return { kind: "user", name: "development mode" };
}
