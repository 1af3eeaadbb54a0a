import { createHash } from "node:crypto";
import { Fault } from "@gofer/sdk/fault";
import type { SchedulerClient } from "../ports/plugin-host.js";
import { Watchdog } from "../watchdog.js";

export interface PreparedImage {
  /** What to start. */
  readonly reference: string;
  readonly digest: string;
}

/** How far a pull is. */
export interface PullProgress {
  readonly phase: string;
  /** Over all layers. */
  readonly currentBytes: number;
  /** As far as known; 0 when it is not. */
  readonly totalBytes: number;
}

interface Preparation {
  readonly image: string;
  readonly prepared: Promise<PreparedImage>;
  readonly listeners: Set<(progress: PullProgress) => void>;
  latest: PullProgress | undefined;
}

/** The contract allows two messages a second; what comes faster is nothing that anybody could read. */
const leastPauseMs = 400;

/** The images of one connection to a scheduler, each resolved once. */
export function createImages(client: Pick<SchedulerClient, "prepareImage">, closed: AbortSignal) {
  const preparations = new Map<string, Preparation>();

  const begin = (key: string, image: string, auth: { username: string; password: string } | undefined) => {
    const listeners: Preparation["listeners"] = new Set();
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onProgress = (progress: PullProgress) => {
      preparation.latest = progress;
      if (performance.now() - toldAtMs < leastPauseMs) return;
      toldAtMs = performance.now();
      for (const listener of listeners) listener(progress);
    };
    const prepared = prepareImage(client, image, auth, closed, onProgress);
    const preparation: Preparation = { image, prepared, listeners, latest: undefined };
    preparations.set(key, preparation);
    prepared.then(
      () => (preparation.latest = undefined),
      () => preparations.delete(key),
    );
    return preparation;
  };

  return {
    /**
     * Throws the fault of the contract's table. Concurrent and repeated calls for one image share the work, and each hears
     * how far it is.
     */
    async prepare(
      image: string,
      auth: { username: string; password: string } | undefined,
      onProgress: (progress: PullProgress) => void,
    ): Promise<PreparedImage> {
      // With the password: who does not know it must not get what it opened.
      const proof = auth ? createHash("sha256").update(auth.password).digest("base64") : "";
      const key = JSON.stringify([image, auth?.username ?? "", proof]);
      const { prepared, listeners, latest } = preparations.get(key) ?? begin(key, image, auth);
      if (latest) onProgress(latest);
      listeners.add(onProgress);
      return prepared.finally(() => listeners.delete(onProgress));
    },
    /** Forgets what an image was resolved to. */
    forget(image: string): void {
      for (const [key, preparation] of preparations) if (preparation.image === image) preparations.delete(key);
    },
  };
}

async function prepareImage(
  client: Pick<SchedulerClient, "prepareImage">,
  image: string,
  auth: { username: string; password: string } | undefined,
  closed: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<PreparedImage> {
  // Silence for a minute means that the pull is stuck (contract of PrepareImage).
  using watchdog = new Watchdog(closed, 60_000);
  try {
    const request = {
      image,
      pullPolicy: "PULL_POLICY_IF_NOT_PRESENT" as const,
      ...(auth ? { registryAuth: auth } : {}),
    };
    for await (const { prepared, progress } of client.prepareImage(request, { signal: watchdog.signal })) {
      watchdog.heard();
      if (prepared) return { reference: prepared.reference, digest: prepared.digest };
      if (progress) onProgress(progress);
    }
  } catch (error) {
    if (watchdog.signal.aborted && !closed.aborted)
      throw new Fault("unavailable", `the pull of ${image} made no progress for 60 s`);
    throw error;
  }
  throw new Fault("internal", `PrepareImage of ${image} ended without a result`);
}

/** For people, for example "pulling alpine:3.20, 45 of 120 MB". What the phase is called is the plugin's own, and not shown. */
export function describePull(image: string, { phase, currentBytes, totalBytes }: PullProgress): string {
  const pulling = `pulling ${image}`;
  if (phase === "extracting") return `${pulling}, extracting`;
  if (!(currentBytes >= 0) || !(totalBytes > 0)) return pulling;
  const [divisor, unit] = totalBytes < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
  return `${pulling}, ${Math.floor(Math.min(currentBytes, totalBytes) / divisor)} of ${Math.ceil(totalBytes / divisor)} ${unit}`;
}
