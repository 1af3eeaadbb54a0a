import { readFileSync } from "node:fs";
import { constants } from "node:os";

/**
 * True when the main process of a container would not even notice a signal: for the first process of its namespace Linux
 * drops every signal that it has no handler for. False when that cannot be seen, because the engine is elsewhere.
 */
export function dropsSignal(pid: number, containerId: string, signal: NodeJS.Signals): boolean {
  if (pid <= 0) return false;
  try {
    // Another machine's process number means something else here.
    if (!readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(containerId)) return false;
    return !caresAbout(readFileSync(`/proc/${pid}/status`, "utf8"), constants.signals[signal]);
  } catch {
    return false;
  }
}

/** Whether a process with this /proc status handles or ignores a signal on purpose. */
export function caresAbout(status: string, signal: number): boolean {
  const mask = (name: string) => BigInt(`0x${new RegExp(`^${name}:\\s*([0-9a-f]+)$`, "m").exec(status)?.[1] ?? "0"}`);
  return (((mask("SigCgt") | mask("SigIgn")) >> BigInt(signal - 1)) & 1n) === 1n;
}
