import type { ContainerSpec, StartResultInput } from "@gofer/sdk/plugin";
import type Docker from "dockerode";
import type { EngineFacts } from "./engine.js";
import { dnsLabel, type Identity, label, ownLabels } from "./labels.js";

/** The network that a container is made with. */
export type Attachment =
  /** A network namespace of its own with nothing but the loopback, which costs the engine half of its mode "none". */
  | { readonly kind: "loopback"; readonly hostsFile: string | undefined }
  /** The namespace of another container. */
  | { readonly kind: "joined"; readonly sandboxId: string; readonly sandboxName: string }
  | { readonly kind: "network"; readonly network: string };

/** A file in the container that is a file of the engine's machine. */
type BodyMount = NonNullable<Docker.HostConfig["Mounts"]>[number];

/**
 * Output is kept in one file until Remove, by the driver that keeps bytes ("json-file" replaces what is not UTF-8). It
 * never rotates: a follower would lose output then, and so would whoever comes late. All options are spelled out because
 * the engine's own defaults would fill in what is missing.
 */
const keptLogs = {
  Type: "local",
  Config: { "max-size": "8000p", "max-file": "1", compress: "false", mode: "blocking" },
};

/** Linux takes no single string of an environment beyond this. */
const longestStringBytes = 131_071;

export function containerBody(
  spec: ContainerSpec,
  attachment: Attachment,
  identity: Identity,
  publishAddress: string,
): Docker.ContainerCreateOptions {
  const { limits, confinement } = spec;
  const mounts: BodyMount[] = spec.mounts.map(({ hostPath, containerPath, readOnly }) => ({
    Type: "bind",
    Source: hostPath,
    Target: containerPath,
    ReadOnly: readOnly,
  }));
  if (attachment.kind === "loopback" && attachment.hostsFile !== undefined)
    mounts.push({ Type: "bind", Source: attachment.hostsFile, Target: "/etc/hosts", ReadOnly: true });
  const ports = spec.ports.map((port) => `${port}/tcp`);
  return {
    Image: spec.image,
    ...(spec.entrypoint.length > 0 ? { Entrypoint: [...spec.entrypoint] } : {}),
    ...(spec.command.length > 0 ? { Cmd: [...spec.command] } : {}),
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: {
      ...spec.labels,
      ...ownLabels(identity, "task"),
      [label.key]: spec.key,
      [label.specHash]: spec.specHash,
      ...((limits?.wallTimeMs ?? 0) > 0 ? { [label.wallTimeMs]: String(limits?.wallTimeMs) } : {}),
      ...(ports.length > 0 ? { [label.ports]: ports.join(",") } : {}),
      ...(attachment.kind === "joined" ? { [label.sandbox]: attachment.sandboxName } : {}),
    },
    ...(spec.stopSignal === "" ? {} : { StopSignal: spec.stopSignal }),
    Tty: false,
    OpenStdin: spec.keepStdinOpen,
    // Standard input ends with the connection that holds it, which ends with this process.
    StdinOnce: spec.keepStdinOpen,
    ...(confinement?.user ? { User: confinement.user } : {}),
    NetworkDisabled: attachment.kind === "loopback",
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
    HostConfig: {
      NetworkMode: networkMode(attachment),
      LogConfig: keptLogs,
      // As the first process of its namespace a command would not notice signals that it has no handler for.
      Init: true,
      RestartPolicy: { Name: "no" },
      Mounts: mounts,
      PortBindings: Object.fromEntries(ports.map((port) => [port, [{ HostIp: publishAddress, HostPort: "" }]])),
      ...confinementOf(spec),
      ...limitsOf(spec),
    },
  };
}

function confinementOf({ confinement }: ContainerSpec): Docker.HostConfig {
  if (!confinement) return {};
  return {
    ...(confinement.readOnlyRoot
      ? { ReadonlyRootfs: true, Tmpfs: { "/tmp": "rw,nosuid,nodev,noexec,size=64m,mode=1777" } }
      : {}),
    ...(confinement.noCapabilities ? { CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges"] } : {}),
  };
}

function networkMode(attachment: Attachment): string {
  switch (attachment.kind) {
    case "loopback":
      return "none";
    case "joined":
      return `container:${attachment.sandboxId}`;
    case "network":
      return attachment.network;
  }
}

// The engine's own unit (NanoCpus) refuses more processors than it has; a quota does not.
const cpuPeriodUs = 100_000;
const leastCpuMillis = 10;

function limitsOf({ limits }: ContainerSpec): Docker.HostConfig {
  const { cpuMillis = 0, memoryBytes = 0, pids = 0 } = limits ?? {};
  return {
    ...(cpuMillis > 0
      ? { CpuPeriod: cpuPeriodUs, CpuQuota: (Math.max(cpuMillis, leastCpuMillis) * cpuPeriodUs) / 1000 }
      : {}),
    ...(memoryBytes > 0 ? { Memory: memoryBytes, MemorySwap: memoryBytes } : {}),
    ...(pids > 0 ? { PidsLimit: pids } : {}),
  };
}

type Enforcement = NonNullable<NonNullable<NonNullable<StartResultInput["started"]>["enforcements"]>[number]>;

/** How each limit that was asked for is kept on this engine. */
export function enforcements({ limits }: ContainerSpec, { limits: can }: EngineFacts): readonly Enforcement[] {
  const { cpuMillis = 0, memoryBytes = 0, pids = 0, wallTimeMs = 0 } = limits ?? {};
  const asked: readonly (readonly [number, string, NonNullable<Enforcement["kind"]>])[] = [
    [
      cpuMillis,
      "cpu_millis",
      can.cpu ? (cpuMillis < leastCpuMillis ? "KIND_APPROXIMATED" : "KIND_ENFORCED") : "KIND_IGNORED",
    ],
    [memoryBytes, "memory_bytes", can.memory ? (can.swap ? "KIND_ENFORCED" : "KIND_APPROXIMATED") : "KIND_IGNORED"],
    [pids, "pids", can.pids ? "KIND_ENFORCED" : "KIND_IGNORED"],
    // A timer of this process, set again when it starts: later than asked when it was away.
    [wallTimeMs, "wall_time_ms", "KIND_APPROXIMATED"],
  ];
  return asked.filter(([value]) => value > 0).map(([, limit, kind]) => ({ limit, kind }));
}

export interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

const invalid = (reason: string, message: string): Refusal => ({ code: 3, reason, message });
const unsupported = (reason: string, message: string): Refusal => ({ code: 9, reason, message });

/** What is wrong with a spec before the engine is asked, in the words of the table of Start. */
export function refusalOf(spec: ContainerSpec, facts: EngineFacts): Refusal | undefined {
  const { key, network, limits, confinement } = spec;
  if (!dnsLabel.test(key)) return invalid("BAD_KEY", `key ${JSON.stringify(key)} is not a DNS label`);
  if (spec.image === "") return invalid("NO_IMAGE", "image is empty: it is what PrepareImage returned as reference");
  for (const [name, value] of Object.entries(spec.environment)) {
    if (name === "" || /[=\0]/.test(name))
      return invalid("BAD_VARIABLE", `${JSON.stringify(name)} is not the name of a variable`);
    if (value.includes("\0")) return invalid("BAD_VARIABLE", `the value of variable ${name} holds a zero byte`);
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value) + 1;
    if (bytes > longestStringBytes)
      return invalid(
        "VARIABLE_TOO_LONG",
        `variable ${name} has ${bytes} bytes, Linux takes ${longestStringBytes} at most`,
      );
  }
  const long = [...spec.entrypoint, ...spec.command].find((word) => Buffer.byteLength(word) > longestStringBytes);
  if (long !== undefined)
    return invalid(
      "ARGUMENT_TOO_LONG",
      `an argument has ${Buffer.byteLength(long)} bytes, Linux takes ${longestStringBytes} at most`,
    );
  if (confinement?.user && !/^\d+:\d+$/.test(confinement.user))
    return invalid("BAD_USER", `user ${JSON.stringify(confinement.user)} is not "uid:gid" in numbers`);
  if (network?.mode === "MODE_RUN" && !dnsLabel.test(network.sandbox))
    return invalid("BAD_SANDBOX", `sandbox ${JSON.stringify(network.sandbox)} of network mode run is not a DNS label`);
  if (spec.ports.length > 0 && (network?.mode === "MODE_NONE" || network?.mode === "MODE_RUN"))
    return unsupported(
      "PORTS_NEED_NETWORK",
      "ports can be reached only in a network of the container's own: use mode own",
    );
  if (limits?.required) {
    const ignored = enforcements(spec, facts).filter(({ kind }) => kind === "KIND_IGNORED");
    if (ignored.length > 0) {
      const names = ignored.map(({ limit }) => limit).join(", ");
      return unsupported("UNSUPPORTED_LIMIT", `the kernel of this engine's machine cannot keep ${names}`);
    }
  }
  return undefined;
}
