import type { Initiator } from "./pipeline.js";

/** Everything that is recorded as having happened. The order is the ledger's encoding: append only. */
export const eventKinds = [
  "pipeline_created",
  "pipeline_updated",
  "run_created",
  "run_started",
  "run_cancel_requested",
  "run_completed",
  "task_run_created",
  "task_run_started",
  "task_run_completed",
  "plugin_state_changed",
  "service_started",
  "service_stopped",
  "task_run_cancel_requested",
  "run_logs_expired",
  "events_pruned",
  "token_bootstrapped",
  "token_created",
  "token_enabled",
  "token_disabled",
  "token_deleted",
  "authentication_failed",
  "pipeline_object_put",
  "pipeline_object_evicted",
  "pipeline_object_deleted",
  "run_object_put",
  "run_object_deleted",
  "run_objects_expired",
  "pipeline_secret_put",
  "pipeline_secret_deleted",
  "global_secret_put",
  "global_secret_deleted",
  "secrets_rekeyed",
  "firing_refused",
  "schedule_missed",
  "event_ingress_toggled",
  "namespace_created",
  "namespace_updated",
  "namespace_deleted",
  "pipeline_enabled",
  "pipeline_disabled",
  "pipeline_deleted",
  "plugin_installed",
  "plugin_uninstalled",
  "plugin_enabled",
  "plugin_disabled",
  "plugin_configured",
  "plugin_restarted",
  "plugin_upgraded",
  "plugin_rolled_back",
  "plugin_used",
  "plugin_denied",
  "store_migration_failed",
  "task_run_attach_requested",
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Something that happened, before it has a number. */
export interface EventDraft {
  readonly kind: EventKind;
  readonly namespace?: string;
  readonly pipelineId?: string;
  readonly runId?: number;
  readonly taskId?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly initiator: Initiator;
  readonly occurredAtMs: number;
}

export interface RecordedEvent extends EventDraft {
  /** Gapless, from 1. */
  readonly sequence: number;
}

export interface EventFilter {
  readonly afterSequence: number;
  /** Only up to this number; not together with reverse. */
  readonly upTo?: number;
  readonly reverse: boolean;
  readonly limit: number;
  readonly kinds: readonly EventKind[];
  readonly namespace: string | undefined;
  readonly pipelineId: string | undefined;
  readonly runId: number | undefined;
}
