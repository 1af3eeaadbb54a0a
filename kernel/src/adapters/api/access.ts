import type { ServiceImpl } from "@gofer/sdk/rpc";
import type { KernelHandlers } from "./kernel-service.js";

/** Who may call: anyone, the holder of a token for the namespace, or the holder of a management token. */
export type Access = "anyone" | "namespace" | "management";

/** Exhaustive over the RPCs: one without a row does not compile. */
export const access = {
  getServiceInfo: "anyone",
  createPipeline: "namespace",
  updatePipeline: "namespace",
  getPipeline: "namespace",
  listPipelines: "namespace",
  startRun: "namespace",
  getRun: "namespace",
  listRuns: "namespace",
  watchRun: "namespace",
  cancelRun: "namespace",
  cancelAllRuns: "namespace",
  retryRun: "namespace",
  listTaskRuns: "namespace",
  getTaskRun: "namespace",
  cancelTaskRun: "namespace",
  deleteRunLogs: "namespace",
  streamLogs: "namespace",
  listEvents: "namespace",
  getEvent: "namespace",
  listPlugins: "management",
  getPlugin: "management",
  streamPluginLogs: "management",
} as const satisfies Record<keyof ServiceImpl<KernelHandlers>, Access>;
