import { Fault, FaultCode } from "@gofer/sdk/fault";
import type { ItemErrorInput } from "@gofer/sdk/plugin";

/** An item's error by the table of Start. */
export function startItemError(error: unknown): ItemErrorInput {
  if (!(error instanceof Fault)) throw error;
  const { code, message } = error;
  if (code === "notFound" && /no such image/i.test(message)) return itemError(error, "IMAGE_NOT_FOUND");
  if (code === "notFound") return itemError(new Fault("precondition", message), "NOT_SUPPORTED");
  if (code === "invalid") return itemError(error, "SPEC_REFUSED");
  if (code === "exists") return itemError(error, "SPEC_DIFFERS");
  if (code === "precondition") return itemError(error, "NOT_SUPPORTED");
  if (code === "exhausted") return itemError(error, "NO_CAPACITY");
  return itemError(
    error,
    code === "aborted" ? "ENGINE_BUSY" : code === "unavailable" ? "ENGINE_UNREACHABLE" : "ENGINE_ERROR",
  );
}

/** Anything but a fault is a mistake of this plugin, and thrown on. */
export function itemError(error: unknown, reason: string, retryAfterMs = 0): ItemErrorInput {
  if (!(error instanceof Fault)) throw error;
  return { code: FaultCode[error.code], reason, message: error.message, retryAfterMs };
}
