import { Fault } from "@gofer/sdk/fault";
import type { CallContext } from "@gofer/sdk/rpc";
import type { Registration } from "../../app/registration.js";
import type { Remover } from "../../app/removal.js";

import type { Pipeline, PipelineRef } from "../../domain/pipeline.js";
import type { Ledger } from "../../ports/ledger.js";
import { pipelineRefFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";

export interface PipelineLifecycleOptions {
  readonly ledger: Ledger;
  readonly remover: Remover;
  readonly registration: Registration;
  readonly pageFrom: PageReader;
  readonly now: () => number;
}

export function pipelineLifecycleHandlers({
  ledger,
  remover,
  registration,
  pageFrom,
  now,
}: PipelineLifecycleOptions): Handlers<
  "enablePipeline" | "disablePipeline" | "deletePipeline" | "listPipelineVersions" | "rollbackPipeline"
> {
  const setState = async (ref: PipelineRef, state: Pipeline["state"], call: CallContext) => {
    if (ledger.getPipeline(ref).state === state) return { changed: false };
    await ledger.commit((writer) => {
      writer.setPipelineState(ref, state);
      const kind = state === "active" ? "pipeline_enabled" : "pipeline_disabled";
      writer.recordEvents([{ kind, ...ref, initiator: initiatorOf(call), occurredAtMs: now() }]);
    });
    return { changed: true };
  };

  return {
    enablePipeline: (request, call) => setState(pipelineRefFrom(request), "active", call),
    disablePipeline: (request, call) => setState(pipelineRefFrom(request), "disabled", call),
    deletePipeline: (request, call) =>
      remover.deletePipeline(pipelineRefFrom(request), {
        by: initiatorOf(call),
        force: request.force,
        signal: call.signal,
      }),
    listPipelineVersions(request) {
      const ref = pipelineRefFrom(request);
      const { size, after } = pageFrom("versions", request);
      const { items, next } = ledger.listPipelineVersions(ref, size, after);
      const current = ledger.getPipeline(ref).version;
      return {
        versions: items.map((version) => ({ ...version, current: version.version === current })),
        nextPageToken: nextPageToken("versions", next),
      };
    },
    async rollbackPipeline(request, call) {
      const ref = pipelineRefFrom(request);
      const current = ledger.getPipeline(ref).version;
      const to = request.version || current - 1;
      if (to === current)
        throw new Fault("precondition", `version ${to} of pipeline "${ref.pipelineId}" is the current one`);
      if (to < 1)
        throw new Fault("precondition", `pipeline "${ref.pipelineId}" has no version before ${current} to go back to`);
      const config = ledger.getPipelineConfig(ref, to);
      await registration.validate(ref.namespace, config);
      const atMs = now();
      const { version } = await ledger.commit((writer) => {
        const updated = writer.updatePipeline(ref.namespace, config, atMs);
        writer.markRolledBack(ref, to);
        writer.recordEvents([
          {
            kind: "pipeline_updated",
            ...ref,
            initiator: initiatorOf(call),
            occurredAtMs: atMs,
            details: { version: String(updated.version), rolled_back_to: String(to) },
          },
        ]);
        return updated;
      });
      return { version, rolledBackTo: to };
    },
  };
}
