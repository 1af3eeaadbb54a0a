/** What is known of the failures of one network. */
interface Failures {
  /** Failures that may still happen now. */
  budget: number;
  refilledAtMs: number;
  reportedAtMs: number;
  unreported: number;
}

/** Failures in a row that one network may have before it is held back. */
const burst = 20;
/** Time after which one more is allowed. */
const refillMs = 3000;
/** Least time between two reports on one network: what is recorded does not grow with what is tried. */
const reportEveryMs = 60_000;
/** Networks that are remembered; what is beyond shares one budget. */
const maxNetworks = 1000;

export interface FailedAttempts {
  /**
   * Counts a failure. `heldBack` is the time in milliseconds until the network may fail again, 0 when it
   * is within its budget; `report` is how many failures to record now, 0 when it is too early.
   */
  readonly count: (peer: string) => { readonly network: string; readonly heldBackMs: number; readonly report: number };
}

/**
 * Bounds what failed authentication costs, per network address. Only failures are held back: a good token
 * always works, so that nobody can lock out those who share an address with him.
 */
export function createFailedAttempts(now: () => number): FailedAttempts {
  const known = new Map<string, Failures>();

  const failuresOf = (peer: string) => {
    const own = networkOf(peer);
    const network = known.has(own) || known.size < maxNetworks ? own : "others";
    const failures = known.get(network) ?? {
      budget: burst,
      refilledAtMs: now(),
      reportedAtMs: Number.NEGATIVE_INFINITY,
      unreported: 0,
    };
    // The newest is last: what was quiet longest is forgotten first.
    known.delete(network);
    known.set(network, failures);
    return { network, failures };
  };

  const forgetQuiet = () => {
    for (const [network, { refilledAtMs }] of known) {
      if (now() - refilledAtMs < burst * refillMs) return;
      known.delete(network);
    }
  };

  return {
    count(peer) {
      if (known.size >= maxNetworks) forgetQuiet();
      const { network, failures } = failuresOf(peer);
      const atMs = now();
      const refilled = Math.floor((atMs - failures.refilledAtMs) / refillMs);
      failures.budget = Math.min(burst, failures.budget + refilled);
      failures.refilledAtMs += refilled * refillMs;
      if (failures.budget === burst) failures.refilledAtMs = atMs;
      const heldBackMs = failures.budget > 0 ? 0 : failures.refilledAtMs + refillMs - atMs;
      if (failures.budget > 0) failures.budget--;
      failures.unreported++;
      if (atMs - failures.reportedAtMs < reportEveryMs) return { network, heldBackMs, report: 0 };
      const report = failures.unreported;
      failures.unreported = 0;
      failures.reportedAtMs = atMs;
      return { network, heldBackMs, report };
    },
  };
}

/** The part of an address that one person controls: an IPv4 address, or 64 bits of an IPv6 address. */
export function networkOf(peer: string): string {
  const host = /^\[?(.*?)\]?(:\d+)?$/.exec(peer.replace(/^(ipv[46]|dns):/, ""))?.[1] ?? peer;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host)?.[1];
  if (mapped !== undefined) return mapped;
  if (!host.includes(":")) return host;
  const [head = "", tail] = host.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = head.split(":").filter(Boolean);
  const rest = (tail ?? "").split(":").filter(Boolean);
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  return `${[...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
