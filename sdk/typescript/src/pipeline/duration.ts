const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a number (milliseconds) or of a duration as Go's time.ParseDuration takes it ("1m30s"). Undefined when it is not one. */
export function parseDuration(duration: number | string): number | undefined {
  if (typeof duration === "number") return duration;
  if (duration === "0") return 0;
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(duration);
  if (!match) return undefined;
  const sum = [...(match[2] ?? "").matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce(
    (total, [, amount = "0", unit = "ms"]) => total + Number(amount) * (units[unit] ?? 0),
    0,
  );
  return match[1] === "-" ? -sum : sum;
}
