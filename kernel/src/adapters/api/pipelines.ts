import { isDeepStrictEqual } from "node:util";
import type { Engine } from "../../app/engine.js";
import type { Registration } from "../../app/registration.js";
import type { Triggers } from "../../app/triggers.js";
import type { Pipeline } from "../../domain/pipeline.js";
import type { Ledger } from "../../ports/ledger.js";
import { createRunDescription } from "./describe-run.js";
import { namespaceFrom, pipelineConfigFromProto, pipelineRefFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";
import { pipelineConfigToProto, pipelineToProto } from "./to-proto.js";
import { subscriptionToProto } from "./triggers.js";

export function pipelineHandlers({
  ledger,
  engine,
  triggers,
  registration,
  pageFrom,
  now,
}: {
  ledger: Ledger;
  engine: Engine;
  triggers: Triggers;
  registration: Registration;
  pageFrom: PageReader;
  now: () => number;
}): Handlers<"planPipeline" | "createPipeline" | "updatePipeline" | "getPipeline" | "listPipelines"> {
  const describeRun = createRunDescription(ledger, engine);
  const toProto = (pipeline: Pipeline) => {
    const [lastRun] = ledger.listRuns(
      { namespace: pipeline.namespace, pipelineId: pipeline.pipelineId, status: undefined },
      1,
      "",
    ).items;
    return pipelineToProto(pipeline, lastRun && describeRun(lastRun));
  };
  return {
    async planPipeline(request) {
      const namespace = namespaceFrom(request);
      ledger.getNamespace(namespace);
      const config = registration.withFullNames(pipelineConfigFromProto(request.config));
      const { problems, warnings, triggers: planned } = await registration.plan(namespace, config);
      return {
        config: pipelineConfigToProto(config),
        problems: [...problems],
        warnings: [...warnings],
        triggers: planned.map((trigger) => ({ ...trigger, nextAtMs: [...trigger.nextAtMs] })),
      };
    },
    async createPipeline(request, call) {
      const namespace = namespaceFrom(request);
      const config = registration.withFullNames(pipelineConfigFromProto(request.config));
      await registration.validate(namespace, config);
      const atMs = now();
      const pipeline = await ledger.commit((writer) => {
        const created = writer.createPipeline(namespace, config, atMs);
        writer.recordEvents([
          {
            kind: "pipeline_created",
            namespace,
            pipelineId: config.id,
            initiator: initiatorOf(call),
            occurredAtMs: atMs,
            details: { version: "1" },
          },
        ]);
        return created;
      });
      return { pipeline: toProto(pipeline), warnings: registration.warnings(namespace, config) };
    },
    async updatePipeline(request, call) {
      const namespace = namespaceFrom(request);
      const config = registration.withFullNames(pipelineConfigFromProto(request.config));
      const ref = { namespace, pipelineId: config.id };
      const current = ledger.getPipeline(ref);
      // Through JSON, as it is stored: absent and undefined are the same there.
      if (isDeepStrictEqual(JSON.parse(JSON.stringify(config)), ledger.getPipelineConfig(ref, current.version))) {
        return { pipeline: toProto(current), changed: false, warnings: registration.warnings(namespace, config) };
      }
      await registration.validate(namespace, config);
      const atMs = now();
      const pipeline = await ledger.commit((writer) => {
        const updated = writer.updatePipeline(namespace, config, atMs);
        writer.recordEvents([
          {
            kind: "pipeline_updated",
            ...ref,
            initiator: initiatorOf(call),
            occurredAtMs: atMs,
            details: { version: String(updated.version) },
          },
        ]);
        return updated;
      });
      return { pipeline: toProto(pipeline), changed: true, warnings: registration.warnings(namespace, config) };
    },
    getPipeline(request) {
      const ref = pipelineRefFrom(request);
      const pipeline = ledger.getPipeline(ref);
      const config = ledger.getPipelineConfig(ref, request.version || pipeline.version);
      const subscriptions = ledger.triggers
        .subscriptionsOf(ref)
        .map((subscription) => subscriptionToProto({ ledger, triggers }, subscription));
      return { pipeline: toProto(pipeline), config: pipelineConfigToProto(config), subscriptions };
    },
    listPipelines(request) {
      const namespace = namespaceFrom(request);
      // A name that is mistyped must not look like a namespace that is empty.
      ledger.getNamespace(namespace);
      const { size, after } = pageFrom("pipelines", request);
      const { items, next } = ledger.listPipelines(namespace, size, after);
      return { pipelines: items.map(toProto), nextPageToken: nextPageToken("pipelines", next) };
    },
  };
}
