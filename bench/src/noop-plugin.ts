import { join } from "node:path";
import type { BenchPlugin, KernelProcess } from "./kernel-process.js";

/** The scheduler that does nothing, and where it leaves what it has noted. */
export function noopScheduler(bench: KernelProcess): BenchPlugin {
  return {
    name: "scheduler-noop",
    contract: "gofer.scheduler.v1",
    features: ["STREAM_STARTS"],
    program: "scheduler-noop",
    config: { stats_file: statsFileOf(bench) },
  };
}

export const statsFileOf = ({ directory }: KernelProcess) => join(directory, "stats.json");
