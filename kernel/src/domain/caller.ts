import type { ApiGrant } from "./permission.js";
import type { Initiator, RunRef } from "./pipeline.js";

/** Who makes a call, as far as the credential shows it. */
export type Caller =
  | { readonly kind: "anonymous" }
  /** Development mode: everybody on this machine may do everything. */
  | { readonly kind: "development" }
  | { readonly kind: "management"; readonly tokenId: string }
  | { readonly kind: "client"; readonly tokenId: string; readonly namespaces: readonly string[] }
  /** A task of a run that is not complete. */
  | { readonly kind: "run"; readonly run: RunRef }
  | { readonly kind: "plugin"; readonly alias: string; readonly grants: ReadonlySet<ApiGrant> };

/** What the caller is called in events. Tokens are named by their id, which is not secret. */
export function initiatorFrom(caller: Caller): Initiator {
  switch (caller.kind) {
    case "anonymous":
      return { kind: "user", name: "anonymous" };
    case "development":
      return { kind: "user", name: "development mode" };
    case "management":
    case "client":
      return { kind: "user", name: `token ${caller.tokenId}` };
    case "run":
      return { kind: "user", name: `run ${caller.run.namespace}/${caller.run.pipelineId}/${caller.run.runId}` };
    case "plugin":
      return { kind: "system", name: `plugin ${caller.alias}` };
  }
}

/** May do everything. */
export function isManagement({ kind }: Caller): boolean {
  return kind === "management" || kind === "development";
}

/** May see things of the namespace, as far as they are not of one run. */
export function maySeeNamespace(caller: Caller, namespace: string): boolean {
  return isManagement(caller) || (caller.kind === "client" && caller.namespaces.includes(namespace));
}
