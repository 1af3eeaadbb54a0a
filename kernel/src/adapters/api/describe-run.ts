import type { Engine } from "../../app/engine.js";
import type { Ledger, RunRecord } from "../../ports/ledger.js";
import type { ResponseOf } from "./kernel-service.js";
import { runToProto } from "./to-proto.js";

type RunMessage = NonNullable<ResponseOf<"getRun">["run"]>;

/** Makes the message of a run with what only the engine and other runs know. */
export function createRunDescription(ledger: Ledger, engine: Engine): (record: RunRecord) => RunMessage {
  return (record) =>
    runToProto(record, {
      waitsFor: record.summary.state === "complete" ? undefined : engine.waitsFor(record.key),
      retryOf: record.retryOf ? ledger.getRunByKey(record.retryOf.runKey).runId : 0,
    });
}
