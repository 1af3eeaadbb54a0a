import type { Ledger } from "../../ports/ledger.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";

export function ingressHandlers({
  ledger,
  now,
}: {
  readonly ledger: Ledger;
  readonly now: () => number;
}): Handlers<"toggleEventIngress"> {
  return {
    async toggleEventIngress({ change }, call) {
      const acceptsEvents = await ledger.commit((writer) => {
        const before = ledger.triggers.acceptsEvents();
        const after = change === "CHANGE_UNSPECIFIED" ? !before : change === "CHANGE_ON";
        if (after !== before) {
          writer.triggers.setAcceptsEvents(after);
          const details = { accepts: after ? "yes" : "no" };
          writer.recordEvents([
            { kind: "event_ingress_toggled", initiator: initiatorOf(call), occurredAtMs: now(), details },
          ]);
        }
        return after;
      });
      return { acceptsEvents };
    },
  };
}
