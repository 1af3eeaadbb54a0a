import type { RoleImpl } from "@gofer/sdk/plugin";
import * as z from "zod";

type Stream = ReturnType<RoleImpl<"scheduler">["streamStats"]>;
type Sample = Stream extends AsyncIterable<infer Message> ? Message : never;

const Stats = z.object({
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number().optional() }).optional() }).optional(),
  memory_stats: z
    .object({ usage: z.number().optional(), stats: z.record(z.string(), z.number()).optional() })
    .optional(),
  pids_stats: z.object({ current: z.number().optional() }).optional(),
  networks: z.record(z.string(), z.object({ rx_bytes: z.number(), tx_bytes: z.number() })).optional(),
});

/** The engine's sample as the contract's; undefined when the container no longer runs. */
export function sampleOf(stats: unknown, sampledAtMs: number): Sample | undefined {
  const { cpu_stats: cpu, memory_stats: memory, pids_stats: pids, networks } = Stats.parse(stats);
  const usage = memory?.usage;
  if (usage === undefined && pids?.current === undefined) return undefined;
  const cpuNs = cpu?.cpu_usage?.total_usage;
  // Memory that the kernel would give back: version 2 and version 1 of control groups call it differently.
  const cache = memory?.stats?.["inactive_file"] ?? memory?.stats?.["total_inactive_file"] ?? 0;
  const interfaces = networks && Object.values(networks);
  const sum = (name: "rx_bytes" | "tx_bytes") => (interfaces ?? []).reduce((total, one) => total + one[name], 0);
  return {
    sampledAtMs,
    ...(cpuNs === undefined ? {} : { cpuMs: Math.round(cpuNs / 1e6), _cpuMs: "cpuMs" }),
    ...(usage === undefined ? {} : { memoryBytes: Math.max(0, usage - cache), _memoryBytes: "memoryBytes" }),
    ...(pids?.current === undefined ? {} : { pids: pids.current, _pids: "pids" }),
    ...(interfaces === undefined
      ? {}
      : {
          networkReceivedBytes: sum("rx_bytes"),
          _networkReceivedBytes: "networkReceivedBytes",
          networkSentBytes: sum("tx_bytes"),
          _networkSentBytes: "networkSentBytes",
        }),
  };
}
