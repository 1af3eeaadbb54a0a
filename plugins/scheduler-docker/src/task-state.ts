import type Docker from "dockerode";
import { startErrorOf } from "./engine-fault.js";
import { exitResult, lostResult, startErrorResult } from "./exit-result.js";
import { label } from "./labels.js";
import type { StopMark } from "./stop-marks.js";
import type { Task } from "./task-table.js";

export interface Circumstances {
  /** It may have ended because the engine did. */
  readonly withEngine: boolean;
  /** Why this plugin has ended it, if it has. */
  readonly mark: StopMark | undefined;
  /** With which code it has ended; undefined when the engine does not know it. */
  readonly exitCode: number | undefined;
}

/** What an inspection says of a task. */
export function taskOf(info: Docker.ContainerInspectInfo, { withEngine, mark, exitCode }: Circumstances): Task {
  const { State: state, Config: made } = info;
  const key = made.Labels[label.key] ?? "";
  const startedAtMs = timeOf(state.StartedAt);
  const finishedAtMs = timeOf(state.FinishedAt) || timeOf(info.Created);
  const shared = {
    key,
    id: info.Id,
    name: info.Name.slice(1),
    specHash: made.Labels[label.specHash] ?? "",
    addresses: addressesOf(info),
    wallTimeMs: Number(made.Labels[label.wallTimeMs] ?? 0),
    sandbox: made.Labels[label.sandbox] ?? "",
  };
  if (state.Status === "created") {
    const error = state.Error === "" ? undefined : startErrorOf(state.Error);
    if (error?.kind !== "exit") return { ...shared, state: "created", startedAtMs: 0, exit: undefined };
    const exit = startErrorResult(error.exitCode, error.message, finishedAtMs);
    return { ...shared, state: "exited", startedAtMs: 0, exit };
  }
  if (state.Running || state.Paused || state.Restarting)
    return { ...shared, state: "running", startedAtMs, exit: undefined };
  // An engine that dies over a start calls the container exited with code 0 when it is back, and names no start.
  if (startedAtMs === 0)
    return {
      ...shared,
      state: "exited",
      startedAtMs,
      exit: lostResult(0, "its engine went down while it was started"),
    };
  // The engine takes the time of the start after it, when a short command may have ended.
  const beganAtMs = Math.min(startedAtMs, finishedAtMs);
  const exit = exitResult({
    exitCode,
    outOfMemory: state.OOMKilled,
    startedAtMs: beganAtMs,
    finishedAtMs,
    mark,
    withEngine,
  });
  return { ...shared, state: "exited", startedAtMs: beganAtMs, exit };
}

/** The engine knows of no start of it, neither of one that it has refused. */
export function isUnbegun({ State: state }: Docker.ContainerInspectInfo): boolean {
  if (state.Status !== "created") return false;
  const why = state.Error === "" ? undefined : startErrorOf(state.Error);
  return !(why?.kind === "exit" || why?.kind === "sandboxGone" || (why?.kind === "retry" && why.code === "exhausted"));
}

/** One that the engine does not know to have run, and that may have. */
export function lostOverStart(task: Task): Task {
  const exit = lostResult(0, "its engine died over its start, and cannot say if it ran");
  return { ...task, state: "exited", exit };
}

/** Unix milliseconds of the engine's time stamps; 0 for its "never", the year 1. */
export function timeOf(stamp: string): number {
  return Math.max(0, Date.parse(stamp) || 0);
}

/**
 * The engine may have made up the code of this end: it has 255 for one that it does not know, and 0 for one that the engine before
 * it had taken from the runtime and died over.
 */
export function mayBeMadeUp(info: Docker.ContainerInspectInfo, doubtfulFromMs: number | undefined): boolean {
  const { Status: status, ExitCode: code } = info.State;
  if (status !== "exited") return false;
  return code === 255 || (code === 0 && doubtfulFromMs !== undefined && finishedSince(info, doubtfulFromMs));
}

export function finishedSince({ State: state, Created: created }: Docker.ContainerInspectInfo, atMs: number): boolean {
  return (timeOf(state.FinishedAt) || timeOf(created)) >= atMs;
}

function addressesOf(info: Docker.ContainerInspectInfo): Record<number, string> {
  const addresses: Record<number, string> = {};
  for (const [port, bound] of Object.entries(info.NetworkSettings.Ports ?? {})) {
    const first = (bound as { HostIp: string; HostPort: string }[] | null)?.[0];
    if (first) addresses[Number.parseInt(port, 10)] = `${first.HostIp}:${first.HostPort}`;
  }
  return addresses;
}
