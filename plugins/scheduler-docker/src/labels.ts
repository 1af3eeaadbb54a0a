/** What this plugin writes on everything it makes, so that another process of it finds all of it again. */
export const label = {
  installation: "gofer.scheduler.installation",
  generation: "gofer.scheduler.generation",
  /** "task" or "sandbox". */
  kind: "gofer.scheduler.kind",
  key: "gofer.scheduler.key",
  specHash: "gofer.scheduler.spec-hash",
  wallTimeMs: "gofer.scheduler.wall-time-ms",
  /** Of a task: it publishes ports, so its addresses are looked up when it runs. */
  ports: "gofer.scheduler.ports",
  /** Of a task: the name of the container whose network it shares. */
  sandbox: "gofer.scheduler.sandbox",
  /** Of a sandbox: "run" is shared by the tasks of a run, "own" is for one task. */
  sandboxMode: "gofer.scheduler.sandbox-mode",
} as const;

export interface Identity {
  readonly installationId: string;
  readonly generation: number;
}

export function ownLabels({ installationId, generation }: Identity, kind: "task" | "sandbox") {
  return { [label.installation]: installationId, [label.generation]: String(generation), [label.kind]: kind };
}

/** What a key and the name of a sandbox are; anything else names nothing of ours, and must not get into a path of the engine. */
export const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

// A dot is in neither part: both are DNS labels.
export const taskName = ({ installationId }: Identity, key: string) => `gofer.${installationId}.${key}`;
export const runSandboxName = ({ installationId }: Identity, name: string) => `gofer-run.${installationId}.${name}`;
export const ownSandboxName = ({ installationId }: Identity, id: string) => `gofer-own.${installationId}.${id}`;
