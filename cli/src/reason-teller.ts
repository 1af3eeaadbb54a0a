import type { KernelClient } from "@gofer/sdk";

type Reason = NonNullable<NonNullable<Awaited<ReturnType<KernelClient["getRun"]>>["run"]>["reason"]>;

/** How often the progress of a pull is news where lines stay. */
const pullMs = 10_000;

/**
 * Tells whether a reason is worth a line of its own: each one once, until it is another one. The progress of a pull changes
 * with each look, and is news every ten seconds.
 */
export function createReasonTeller(now: () => number): (name: string, reason: Reason | null) => boolean {
  const told = new Map<string, { readonly message: string; readonly pullToldAtMs: number }>();
  return (name, reason) => {
    const before = told.get(name);
    // Nothing holds it back for the moment: the same again later is the same wait.
    if (!reason || reason.message === before?.message) return false;
    const isPull = reason.kind === "REASON_KIND_PULLING_IMAGE";
    const pullToldAtMs = before?.pullToldAtMs ?? Number.NEGATIVE_INFINITY;
    if (isPull && now() - pullToldAtMs < pullMs) return false;
    told.set(name, { message: reason.message, pullToldAtMs: isPull ? now() : pullToldAtMs });
    return true;
  };
}
